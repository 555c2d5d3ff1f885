<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name></name>
    <message numerus="yes">
        <source>%Ln file(s) not in the library.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Add {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Making the demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Python package python-vlc is missing. Run `make setup` again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>libVLC, which plays the sound, was not found. {how_to_install()}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>libVLC is there, but its plugins were not found. {how_to_install()}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Radio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Music folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything inside is listed. Files are never moved or changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave out a subfolder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for new music</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New music</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notice new files by themselves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is copied into a folder appears within seconds, and what is deleted goes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>every %Ln minute(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Drives on the network tell nothing by themselves: they are looked through this often.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network drives</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ratings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other players see them then. Off, ratings stay in Meander and no file is written to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write ratings into the files too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder} leaves the library. Nothing on the disk is touched, and plays, ratings and what was heard are kept: adding the folder again brings all of it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take this folder out?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder} was taken out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a subfolder to leave out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That folder does not lie inside one of your music folders.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is in {folder} will not be listed any more. Its history is kept, and this can be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave this folder out?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder} is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take out {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot be reached now; its music is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>List {folder} again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listening</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each song is heard once, in the background, so that radio knows how it sounds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It rests while the computer is busy. Off, radio knows only what was heard so far.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listen to new music</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes eight times the space; finds moments inside songs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the sound of every moment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What listens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each hears the library anew, and what another has heard is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The best one there is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>musicnn, taught by MagnaTagATune</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>musicnn, taught by the Million Song Dataset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VGG, taught by MagnaTagATune</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VGG, taught by the Million Song Dataset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spectral descriptors, without a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follows the system at once when that changes between day and night.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lists</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More tracks at a time, without covers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compact rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files that gave trouble</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They are tried again when they change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None. Every file could be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model called {name!r}; there are {&apos;, &apos;.join(_SPECS)}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of {name} are not in {models_dir}; `make setup` fetches them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} holds another model&apos;s weights; delete it and run `make setup`.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is not a whole TensorFlow checkpoint ({problem}); fetch the file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine has no device {name!r} that torch can use; there are {_present()}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is damaged ({problem}); delete it and run `make setup`.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{wheel} is not there; `make setup` fetches it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{wheel} is not a whole musicnn wheel ({problem}); fetch it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights cannot be written to {models_dir}: {problem.strerror}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listening does not work: its process ended at once ({manner}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`{options.command}` needs the whole program: meander {options.command}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder} is not a folder; check the name, or plug the drive in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library has no folders yet; add one: meander add DIR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of {asked} are not in {places.models}; `make setup` fetches them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be read: {problem}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file.resolve()} is not in the library; add its folder: meander add DIR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing in the library matches {word!r}; see `meander search`.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{word!r} matches {len(ids)} tracks; name one by its id: {few}{more}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been heard with {name} yet; run meander analyse --model {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{track.title}” has not been heard with {name} yet; run meander analyse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is not a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} cannot be written ({problem.strerror}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This Python&apos;s SQLite has no FTS5; use one that has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: {advice}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path.parent} cannot be made ({problem.strerror}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} was written by a newer Meander (version {current}); update Meander to open it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{lock_file.parent} cannot be written ({problem.strerror}); choose another with --data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} cannot be locked ({problem.strerror}); choose another place with --data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Meander is already open on this library; use its window, or close it and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The demo cannot be written to {folder} ({problem.strerror}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of the tracks to start from has been listened to yet; analyse them first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This radio was saved by another version of Meander; start it anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{os.fsdecode(folder)} is not a folder; check the name, or plug the drive in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{os.fsdecode(folder)} is not one of the library&apos;s folders.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{os.fsdecode(only)} is not in a folder of the library; add its folder first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is not readable as settings ({problem}); mend or delete it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} cannot be read ({problem.strerror}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} was written by a newer Meander; update Meander or move the file away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Artist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Album</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Genre</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rating</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last played</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Album artist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Composer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disc, no.</source>
        <comment>column: disc and track number</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>BPM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bitrate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 star</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} kb/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library does not know this file: {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file could not be read: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is no longer where it was. Its plays and rating are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its drive or folder cannot be reached now. It comes back when the drive does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its folder was taken out of the library. It comes back when the folder does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
