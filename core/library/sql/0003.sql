-- Playlists, smart playlists and the folders they lie in. Precious: made by hand.

CREATE TABLE playlists (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('folder', 'list', 'smart')),
    name TEXT NOT NULL,
    folder INTEGER REFERENCES playlists (id),   -- NULL: at the top
    place INTEGER NOT NULL,                     -- among those in the same folder; with gaps
    smart TEXT NOT NULL DEFAULT '',             -- JSON: what a smart playlist asks for
    created_at REAL NOT NULL,
    changed_at REAL NOT NULL
);
CREATE INDEX playlists_folder ON playlists (folder, place);

CREATE TABLE playlist_entries (                 -- a track may be in a list many times
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    playlist_id INTEGER NOT NULL REFERENCES playlists (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,                     -- with gaps, so that moving one entry writes one row
    track_id INTEGER REFERENCES tracks (id) ON DELETE SET NULL,  -- NULL: a file that is not in the library

    -- The file as it was when it was put in: shown, and looked for, while no track stands for it.
    path BLOB NOT NULL,
    part INTEGER NOT NULL DEFAULT 0,
    title TEXT NOT NULL DEFAULT '',
    artist TEXT NOT NULL DEFAULT '',
    duration REAL NOT NULL DEFAULT 0,           -- seconds
    audio_id TEXT
);
CREATE INDEX playlist_entries_place ON playlist_entries (playlist_id, place);
CREATE INDEX playlist_entries_track ON playlist_entries (track_id) WHERE track_id IS NOT NULL;
CREATE INDEX playlist_entries_lost ON playlist_entries (path, part) WHERE track_id IS NULL;
