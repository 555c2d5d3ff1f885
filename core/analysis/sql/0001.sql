-- How the music sounds. Can be rebuilt, at the price of hours.

CREATE TABLE trajectories (
    audio_id TEXT NOT NULL,
    model TEXT NOT NULL,
    version INTEGER NOT NULL,
    pass INTEGER NOT NULL,              -- 1 quick, 2 fine, 3 full; a later pass replaces an earlier one
    duration REAL NOT NULL,             -- seconds of decoded sound
    songlets BLOB NOT NULL,             -- float16 (10, d), unit length or zero
    pooled BLOB NOT NULL,               -- float32 (d,), the mean of the heard windows
    starts BLOB NOT NULL,               -- float32 (W,), seconds; empty when windows are not kept
    windows BLOB NOT NULL,              -- float16 (W, d)
    tags BLOB NOT NULL,                 -- float16 (W, t); empty for models without tags
    PRIMARY KEY (audio_id, model, version)
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
    reason TEXT NOT NULL,
    crashes INTEGER NOT NULL DEFAULT 0, -- times the worker died with this file alone in it
    at REAL NOT NULL,
    PRIMARY KEY (audio_id, model, version)
) WITHOUT ROWID;
