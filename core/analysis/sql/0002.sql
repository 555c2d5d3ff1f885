-- The shape of each song, for the seek bar.

CREATE TABLE waveforms (
    audio_id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,           -- of the way of measuring
    duration REAL NOT NULL,             -- seconds of decoded sound
    peaks BLOB NOT NULL,                -- uint8 (n,), greatest level of each of n equal stretches
    body BLOB NOT NULL                  -- uint8 (n,), its mean level (RMS)
) WITHOUT ROWID;
