"""The liked subspace: how far a song lies from what a taste spans [Boombox 4.3].

For each songlet s the likes' s-th songlets are the columns of V_s, P_s projects onto their span, and

    D(C) = sum over s of || P_s C_s - C_s ||                                   (lowest is played first)

`plain_difference` is that formula to the letter, in float64. `liked_subspace` and `taste_scores` are the
score that radio uses by default: centred, capped in rank, and aware of sign. Pure functions of arrays.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]

PLAIN_RCOND = 1e-10
"""`plain_difference` drops singular values below this share of the largest, as numpy.linalg.pinv does."""

RANK_CUT = 1e-3
"""The default score drops directions with sigma < 1e-3 sigma_1: the same song liked twice adds nothing."""
ENERGY = 0.9
MAX_RANK = 16
"""Rank is capped at 90 % of the energy and at 16: a subspace that holds everything tells nothing apart."""
SIGN_GUARD = 0.5
"""Weight of max(0, -best cosine): P(-C) = -P C, so without it the opposite of a like scores like the like."""

CHUNK = 512
"""Rows scored at once, so that a whole library never needs a float64 copy."""


def plain_difference(songlets: Floats, likes: Floats) -> NDArray[np.float64]:
    """D as published, for each candidate: uncentred, residual and projector in float64.

    songlets: (n, S, d) raw songlets of the candidates, unit length or zero; any float type.
    likes: (M, S, d) raw songlets of the likes, M >= 1; repeats allowed.
    Returns (n,), each in [0, S]. A silent (zero) songlet of a candidate adds 0; one of a like spans nothing.
    Raises ValueError when there are no likes.
    """
    if not len(likes):
        raise ValueError("a taste needs at least one like")
    return difference_to(plain_bases(likes), songlets)


def plain_bases(likes: Floats) -> list[NDArray[np.float64]]:
    """For each songlet of the likes (M, S, d) an orthonormal basis of what they span."""
    return [plain_basis(likes[:, s]) for s in range(likes.shape[1])]


def difference_to(bases: list[NDArray[np.float64]], songlets: Floats) -> NDArray[np.float64]:
    """`plain_difference` of candidates (n, S, d) to a taste whose bases are known."""
    total = np.zeros(len(songlets))
    for start in range(0, len(songlets), CHUNK):
        block = songlets[start : start + CHUNK].astype(np.float64)
        for s, basis in enumerate(bases):
            candidates = block[:, s]
            residual = candidates - (candidates @ basis) @ basis.T
            total[start : start + CHUNK] += np.linalg.norm(residual, axis=1)
    return total


def plain_basis(rows: Floats) -> NDArray[np.float64]:
    """An orthonormal basis (d, r) of the span of rows (M, d); V V^+ = Q Q^T for the SVD's left vectors Q."""
    left, sigma, _ = np.linalg.svd(rows.astype(np.float64).T, full_matrices=False)
    basis: NDArray[np.float64] = left[:, sigma > PLAIN_RCOND * sigma.max(initial=0.0)]
    return basis


@dataclass(frozen=True, slots=True)
class Subspace:
    """The span of M centred likes, held as combinations of them: the basis is Q_s^T = projection[s] V_s^T.

    So all that a library must be asked for is its cosines to each like, once, however the taste changes.

    projection: (S, r, M), rows beyond a songlet's own rank zero.
    weights: (M,), sum 1: the share of each like in the mean.
    sounding: (S,), False where every like is silent; that songlet takes no part.
    """

    projection: NDArray[np.float32]
    weights: NDArray[np.float32]
    sounding: NDArray[np.bool_]


def liked_subspace(gram: Floats, weights: Floats) -> Subspace:
    """The capped subspace of a taste.

    gram: (S, M, M) cosines of the likes' centred songlets with each other.
    weights: (M,) positive, how much each like counts; sqrt(w) scales its column.
    The eigenvalues of the scaled Gram matrix are sigma^2, so no d-dimensional factorisation is needed and
    M > d or two equal likes are ordinary cases.
    """
    scale = np.sqrt(np.asarray(weights, np.float64))
    values, vectors = np.linalg.eigh(gram.astype(np.float64) * np.outer(scale, scale))
    values, vectors = values[:, ::-1], vectors[:, :, ::-1]
    keep = _kept(values)
    rank = max(1, int(keep.sum(axis=1).max(initial=0)))
    with np.errstate(divide="ignore", invalid="ignore"):
        shrink = np.where(keep, 1.0 / np.sqrt(values), 0.0)
    projection = np.swapaxes(scale[:, None] * vectors * shrink[:, None, :], 1, 2)
    return Subspace(
        np.ascontiguousarray(projection[:, :rank], np.float32),
        (np.asarray(weights) / np.sum(weights)).astype(np.float32),
        np.asarray(values[:, 0] > 0.0),
    )


def _kept(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which eigenvalues (S, M), falling, belong to the taste: enough for the energy, none that is noise."""
    values = np.maximum(values, 0.0)
    energy = np.cumsum(values, axis=1) - values
    rank = np.arange(values.shape[1])
    kept: NDArray[np.bool_] = (
        (energy < ENERGY * values.sum(axis=1, keepdims=True))
        & (values > RANK_CUT**2 * values[:, :1])
        & (rank < MAX_RANK)
    )
    return kept


def taste_scores(cosines: Floats, taste: Subspace, sounding: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The default score before normalisation; lower is nearer.

    cosines: (S, M, n) of each like's centred songlets with each candidate's.
    sounding: (S, n), False where the candidate is silent.
    Per songlet: sqrt(1 - |Q^T C|^2) - cosine to the likes' mean + SIGN_GUARD * max(0, -best cosine), averaged
    over the songlets in which both sound: in about [-1, 2.5]. A candidate silent throughout scores inf.
    """
    inside = _energy(taste.projection @ cosines)
    score = np.sqrt(np.maximum(0.0, 1.0 - inside))
    score -= taste.weights @ cosines
    score -= SIGN_GUARD * np.minimum(0.0, cosines.max(axis=1))
    part = sounding & taste.sounding[:, None]
    count = part.sum(axis=0)
    total = np.where(part, score, 0.0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(count > 0, total / count, np.inf).astype(np.float32)


def _energy(projected: Floats) -> NDArray[np.float32]:
    """(S, n) squared length of (S, r, n)."""
    return np.asarray(np.einsum("srn,srn->sn", projected, projected))


def dislike_penalty(cosines_disliked: Floats, cosines: Floats, taste: Subspace, cross: Floats) -> Floats:
    """How much of each dislike, beyond what the taste shares with it, a candidate has.

    cosines_disliked: (S, K, n) of dislikes to candidates; cosines: (S, M, n) of likes to candidates;
    cross: (S, M, K) likes to dislikes.
    With N' = (I - Q Q^T) N: C.N' = C.N - (Q^T C).(Q^T N). What lies inside the taste is left alone.
    Returns (K, n), the mean over songlets of max(0, C.N'), in [0, 1].
    """
    shared = _through(taste, cross) @ cosines
    penalty: Floats = np.maximum(0.0, cosines_disliked - shared).mean(axis=0)
    return penalty


def dislike_energy(
    cosines_disliked: Floats, cosines: Floats, taste: Subspace, cross: Floats, gram: Floats
) -> Floats:
    """|N_perp^T C|^2 with N_perp = orth((I - Q Q^T) N): the candidate's share in the disliked subspace.

    Shapes as in `dislike_penalty`; gram: (S, K, K) dislikes with each other.
    Returns (n,), the mean over songlets, in [0, 1].
    """
    through = _through(taste, cross)
    left_over = gram - through @ cross
    values, vectors = np.linalg.eigh(left_over.astype(np.float64))
    keep = values > 1e-2 * np.maximum(values[:, -1:], 1e-2)
    with np.errstate(divide="ignore", invalid="ignore"):
        whiten = np.where(keep, 1.0 / np.sqrt(values), 0.0)
    projection = np.swapaxes(vectors * whiten[:, None, :], 1, 2).astype(np.float32)
    energy = _energy(projection @ (cosines_disliked - through @ cosines))
    share: Floats = np.minimum(energy, 1.0).mean(axis=0)
    return share


def _through(taste: Subspace, cross: Floats) -> Floats:
    """(S, K, M): each dislike's part inside the taste, as a combination of the likes; (Q^T N)^T Q^T."""
    inside: Floats = np.swapaxes(taste.projection @ cross, 1, 2) @ taste.projection
    return inside
