-- Where things lie on the maps that were laid out: the listener knows the way around them by now.

CREATE TABLE map_layouts (
    id INTEGER PRIMARY KEY,
    mode TEXT NOT NULL CHECK (mode IN ('tracks', 'moments')),
    kind TEXT NOT NULL,                 -- of which space: 'sound', 'tags'
    model TEXT NOT NULL,
    version INTEGER NOT NULL,           -- of the model
    projection TEXT NOT NULL,
    seed INTEGER NOT NULL,
    laid INTEGER NOT NULL,              -- points that were laid out together, those placed later left out
    keeps TEXT NOT NULL,                -- JSON {n: share of the n nearest that stayed so}, as measured then
    axes TEXT NOT NULL,                 -- JSON [share of variance, …]; [] where axes mean nothing
    made_at REAL NOT NULL,              -- seconds since the epoch; changes with every layout
    audios TEXT NOT NULL,               -- audio ids, a line each: copies share a place, and moves change none
    counts BLOB NOT NULL,               -- int32, points of each
    starts BLOB NOT NULL,               -- float32, seconds, of each point that is a moment; empty for tracks
    xy BLOB NOT NULL,                   -- float32 (points, 2), about -1 to 1
    placed BLOB NOT NULL,               -- uint8, 1 for points that were put among their neighbours later
    UNIQUE (mode, kind, model, version, projection)
);
