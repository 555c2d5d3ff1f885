-- How loud recordings are, as measured; what their tags say of it stands in tracks and goes first.

CREATE TABLE loudness (
    audio_id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,           -- of the way of measuring
    integrated REAL,                    -- LUFS by EBU R 128; NULL where all is below the gate (silence)
    peak REAL NOT NULL,                 -- true peak, 1 is full scale
    blocks BLOB NOT NULL                -- how often each loudness of 400 ms occurs: album gains are made of it
) WITHOUT ROWID;
