"""Kinds of files that Meander opens, as the desktop is told of them."""

MUSIC = (
    "audio/mpeg",
    "audio/flac",
    "audio/x-flac",
    "audio/ogg",
    "application/ogg",
    "audio/x-vorbis+ogg",
    "audio/x-opus+ogg",
    "audio/opus",
    "audio/vorbis",
    "audio/x-flac+ogg",
    "audio/x-speex+ogg",
    "audio/mp4",
    "audio/x-m4a",
    "audio/x-m4b",
    "audio/aac",
    "audio/wav",
    "audio/x-wav",
    "audio/vnd.wave",
    "audio/aiff",
    "audio/x-aiff",
    "audio/x-wavpack",
    "audio/x-ape",
    "audio/x-musepack",
    "audio/x-ms-wma",
    "audio/x-dsf",
    "audio/webm",
    "audio/x-matroska",
)
PLAYLISTS = (
    "audio/x-mpegurl",
    "audio/mpegurl",
    "application/vnd.apple.mpegurl",
    "audio/x-scpls",
    "application/xspf+xml",
)
OPENED = (*MUSIC, *PLAYLISTS, "inode/directory")
