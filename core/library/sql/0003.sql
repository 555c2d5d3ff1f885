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

-- Which album a track is on, as `albums` decides from its tags and place. Can be made again at any time.
ALTER TABLE tracks ADD COLUMN album_id TEXT;    -- NULL: to be decided; '': on none
CREATE INDEX tracks_album_id ON tracks (album_id) WHERE album_id IS NOT NULL;
CREATE INDEX tracks_undecided ON tracks (album_key)
    WHERE album_id IS NULL AND presence IN ('present', 'offline') AND NOT cut;

CREATE TABLE albums (
    id TEXT PRIMARY KEY,                -- its first ten digits name the title: what may belong together is near
    title TEXT NOT NULL,                -- without "CD 2"
    artist TEXT NOT NULL,
    artists TEXT NOT NULL,              -- JSON
    title_key TEXT NOT NULL,
    artist_key TEXT NOT NULL,
    compilation INTEGER NOT NULL,       -- of various artists
    year INTEGER,
    discs INTEGER NOT NULL,
    cover_id INTEGER NOT NULL,          -- the track whose picture stands for all
    tracks INTEGER NOT NULL DEFAULT 0,  -- from here on: sums, made when `stale`
    seconds REAL NOT NULL DEFAULT 0,
    added_at REAL NOT NULL DEFAULT 0,   -- the newest track
    last_played REAL,
    plays INTEGER NOT NULL DEFAULT 0,
    rating REAL,                        -- mean of the rated tracks
    rated INTEGER NOT NULL DEFAULT 0,
    stale INTEGER NOT NULL DEFAULT 1
) WITHOUT ROWID;
CREATE INDEX albums_stale ON albums (stale) WHERE stale;

-- One track that changes may change what the others of its album belong to: all are decided anew.
CREATE TRIGGER albums_retagged
AFTER UPDATE OF presence, cut, path, title_key, artists, artist, artist_key, album_artists, album_artist,
    album_artist_key, album, album_key, compilation, musicbrainz, disc_no, track_no, year, has_cover ON tracks
WHEN old.album_id IS NOT NULL AND
    (old.presence IN ('present', 'offline'), old.cut, old.path, old.title_key, old.artists, old.artist,
        old.artist_key, old.album_artists, old.album_artist, old.album_artist_key, old.album, old.album_key,
        old.compilation, old.musicbrainz, old.disc_no, old.track_no, old.year, old.has_cover)
    IS NOT
    (new.presence IN ('present', 'offline'), new.cut, new.path, new.title_key, new.artists, new.artist,
        new.artist_key, new.album_artists, new.album_artist, new.album_artist_key, new.album, new.album_key,
        new.compilation, new.musicbrainz, new.disc_no, new.track_no, new.year, new.has_cover)
BEGIN
    UPDATE albums SET stale = 1 WHERE id = old.album_id;
    UPDATE tracks SET album_id = NULL WHERE album_id = nullif(old.album_id, '');
    UPDATE tracks SET album_id = NULL WHERE id = new.id;
END;

CREATE TRIGGER albums_deleted AFTER DELETE ON tracks WHEN old.album_id <> '' BEGIN
    UPDATE albums SET stale = 1 WHERE id = old.album_id;
    UPDATE tracks SET album_id = NULL WHERE album_id = old.album_id;
END;

CREATE TRIGGER albums_played
AFTER UPDATE OF duration, added_at, rating, play_count, last_played ON tracks
WHEN new.album_id <> '' AND (old.duration, old.added_at, old.rating, old.play_count, old.last_played)
    IS NOT (new.duration, new.added_at, new.rating, new.play_count, new.last_played)
BEGIN
    UPDATE albums SET stale = 1 WHERE id = new.album_id;
END;
