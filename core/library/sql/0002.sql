-- Several tracks in one file, as a cue sheet says.

ALTER TABLE tracks ADD COLUMN part INTEGER NOT NULL DEFAULT 0;   -- 1 and up: cut out of its file; 0: the file
ALTER TABLE tracks ADD COLUMN start REAL NOT NULL DEFAULT 0;     -- seconds into the file; duration: its own
ALTER TABLE tracks ADD COLUMN cut INTEGER NOT NULL DEFAULT 0;    -- 1: a file that is listed as its parts
ALTER TABLE tracks ADD COLUMN whole INTEGER REFERENCES tracks (id);  -- of a part: its file's own row
ALTER TABLE tracks ADD COLUMN composer_key TEXT NOT NULL DEFAULT '';
-- Files that do not change are not read again: what they said before is sorted by too.
UPDATE tracks SET composer_key = folded(composer) WHERE composer <> '';

DROP INDEX tracks_path;
CREATE UNIQUE INDEX tracks_path ON tracks (path, part) WHERE presence <> 'missing';
CREATE INDEX tracks_whole ON tracks (whole) WHERE whole IS NOT NULL;
DROP INDEX tracks_order;
CREATE INDEX tracks_order ON tracks (
    album_artist_key = '', album_artist_key, album_key, disc_no, track_no, title_key
) WHERE presence IN ('present', 'offline') AND NOT cut;
DROP INDEX tracks_duration;
CREATE INDEX tracks_duration ON tracks (duration) WHERE presence IN ('present', 'offline') AND NOT cut;

CREATE TABLE sheets (                   -- cue sheets as last seen, to notice when one changes
    path BLOB PRIMARY KEY,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    note TEXT NOT NULL DEFAULT ''       -- why it says nothing that can be used
) WITHOUT ROWID;
