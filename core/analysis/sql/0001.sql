-- How the music sounds. Can be rebuilt, at the price of hours.

CREATE TABLE trajectories (
    audio_id TEXT NOT NULL,
    model TEXT NOT NULL,
    version INTEGER NOT NULL,
    pass INTEGER NOT NULL,              -- 1 quick, 2 fine, 3 full; a later pass replaces an earlier one
    duration REAL NOT NULL,             -- seconds of decoded sound
    windows INTEGER NOT NULL,           -- W, how many windows cover the song; a pass may have heard fewer
    songlets BLOB NOT NULL,             -- float32 (10, d), unit length or zero
    pooled BLOB NOT NULL,               -- float32 (d,), the mean of the heard windows
    tags BLOB NOT NULL,                 -- float16 (t,), mean activations; empty for models without tags
    PRIMARY KEY (audio_id, model, version)
) WITHOUT ROWID;

-- What has been heard how closely is asked at every start; the rows themselves are 9 kB each.
CREATE INDEX trajectories_pass ON trajectories (model, version, pass);

CREATE TABLE windows (                  -- kept when the user wants them; apart, so that trajectories read fast
    audio_id TEXT NOT NULL,
    model TEXT NOT NULL,
    version INTEGER NOT NULL,
    starts BLOB NOT NULL,               -- float32 (n,), seconds
    features BLOB NOT NULL,             -- float16 (n, d)
    tags BLOB NOT NULL,                 -- float16 (n, t); empty for models without tags
    PRIMARY KEY (audio_id, model, version),
    FOREIGN KEY (audio_id, model, version) REFERENCES trajectories ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE sounds (                   -- what `spectral` hears beside its trajectory
    audio_id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    pass INTEGER NOT NULL,
    mfcc_mean BLOB NOT NULL,            -- float32 (20,)
    mfcc_cov BLOB NOT NULL,             -- float32 (20, 20)
    tempo REAL, loudness REAL, brightness REAL, energy REAL
) WITHOUT ROWID;

CREATE TABLE failures (                 -- files that could not be heard; not tried again until they change
    audio_id TEXT NOT NULL,
    model TEXT NOT NULL,
    version INTEGER NOT NULL,
    path BLOB NOT NULL,                 -- where it lay, for telling the user
    reason TEXT NOT NULL,
    crashes INTEGER NOT NULL DEFAULT 0, -- times the process died with this file alone in it; once may be chance
    at REAL NOT NULL,
    PRIMARY KEY (audio_id, model, version)
) WITHOUT ROWID;
