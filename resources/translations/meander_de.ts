<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>{file} cannot be played.</source>
        <translation>{file} kann nicht abgespielt werden.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) cannot be played.</source>
        <translation>
            <numerusform>%Ln Datei kann nicht abgespielt werden.</numerusform>
            <numerusform>%Ln Dateien können nicht abgespielt werden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) from outside your music folders.</source>
        <translation>
            <numerusform>%Ln Datei von außerhalb der Musikordner.</numerusform>
            <numerusform>%Ln Dateien von außerhalb der Musikordner.</numerusform>
        </translation>
    </message>
    <message>
        <source>Add {folder}</source>
        <translation>{folder} hinzufügen</translation>
    </message>
    <message>
        <source>Making the demo</source>
        <translation>Demo wird erstellt</translation>
    </message>
    <message>
        <source>Install VLC from videolan.org (or `brew install --cask vlc`).</source>
        <translation>VLC von videolan.org installieren (oder `brew install --cask vlc`).</translation>
    </message>
    <message>
        <source>Install the 64-bit VLC from videolan.org (or `winget install VideoLAN.VLC`).</source>
        <translation>Das 64-Bit-VLC von videolan.org installieren (oder `winget install VideoLAN.VLC`).</translation>
    </message>
    <message>
        <source>Install it: sudo apt-get install --no-install-recommends libvlc5 vlc-plugin-base</source>
        <translation>Zum Installieren: sudo apt-get install --no-install-recommends libvlc5 vlc-plugin-base</translation>
    </message>
    <message>
        <source>Install it: sudo dnf install vlc-libs vlc-plugins-base</source>
        <translation>Zum Installieren: sudo dnf install vlc-libs vlc-plugins-base</translation>
    </message>
    <message>
        <source>Install it: sudo pacman -S vlc</source>
        <translation>Zum Installieren: sudo pacman -S vlc</translation>
    </message>
    <message>
        <source>Install it: sudo zypper install libvlc5 vlc-noX</source>
        <translation>Zum Installieren: sudo zypper install libvlc5 vlc-noX</translation>
    </message>
    <message>
        <source>Install libVLC and its plugins (packages are named like libvlc5 and vlc-plugin-base).</source>
        <translation>libVLC und seine Erweiterungen installieren (die Pakete heißen etwa libvlc5 und vlc-plugin-base).</translation>
    </message>
    <message>
        <source>The Python package python-vlc is missing. Run `make setup` again.</source>
        <translation>Das Python-Paket python-vlc fehlt. `make setup` noch einmal ausführen.</translation>
    </message>
    <message>
        <source>libVLC, which plays the sound, was not found. {advice}</source>
        <translation>libVLC, das den Ton abspielt, wurde nicht gefunden. {advice}</translation>
    </message>
    <message>
        <source>libVLC is there, but its plugins were not found. {advice}</source>
        <translation>libVLC ist da, aber seine Erweiterungen wurden nicht gefunden. {advice}</translation>
    </message>
    <message>
        <source>Radio</source>
        <translation>Radio</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>Hören</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>How your genres sound</source>
        <translation>Wie die Genres klingen</translation>
    </message>
    <message>
        <source>Rediscover</source>
        <translation>Wiederentdecken</translation>
    </message>
    <message>
        <source>Now playing</source>
        <translation>Läuft gerade</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Albums</source>
        <translation>Alben</translation>
    </message>
    <message>
        <source>Artists</source>
        <translation>Interpreten</translation>
    </message>
    <message>
        <source>Genres</source>
        <translation>Genres</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>How well does it hear?</source>
        <translation>Wie gut hört es?</translation>
    </message>
    <message>
        <source>Your listening</source>
        <translation>Hörverlauf</translation>
    </message>
    <message>
        <source>{title} from {start}</source>
        <translation>{title} ab {start}</translation>
    </message>
    <message>
        <source>{one} and {other}</source>
        <translation>{one} und {other}</translation>
    </message>
    <message numerus="yes">
        <source>{one} and %Ln more</source>
        <translation>
            <numerusform>{one} und %Ln weiteres</numerusform>
            <numerusform>{one} und %Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Track</source>
        <comment>a piece of music</comment>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Moment</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>Playlist</source>
        <translation>Wiedergabeliste</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Klang</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Desktop</source>
        <translation>Desktop</translation>
    </message>
    <message>
        <source>Scrobbling</source>
        <translation>Scrobbling</translation>
    </message>
    <message>
        <source>Your data</source>
        <translation>Eigene Daten</translation>
    </message>
    <message>
        <source>Trouble</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>cue sheet: {why}</source>
        <translation>CUE-Datei: {why}</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Wiedergabe oder Pause</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Next track</source>
        <translation>Nächster Titel</translation>
    </message>
    <message>
        <source>Previous track</source>
        <translation>Voriger Titel</translation>
    </message>
    <message>
        <source>5 seconds on</source>
        <translation>5 Sekunden vor</translation>
    </message>
    <message>
        <source>5 seconds back</source>
        <translation>5 Sekunden zurück</translation>
    </message>
    <message>
        <source>10 seconds on</source>
        <translation>10 Sekunden vor</translation>
    </message>
    <message>
        <source>10 seconds back</source>
        <translation>10 Sekunden zurück</translation>
    </message>
    <message>
        <source>Louder</source>
        <translation>Lauter</translation>
    </message>
    <message>
        <source>Quieter</source>
        <translation>Leiser</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>Love what plays</source>
        <translation>Laufender Titel: Favorit</translation>
    </message>
    <message>
        <source>Shuffle</source>
        <translation>Zufällig</translation>
    </message>
    <message>
        <source>Repeat</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>Diese Liste</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
    <message>
        <source>Music folders</source>
        <translation>Musikordner</translation>
    </message>
    <message>
        <source>Everything inside is listed. Files change only when you edit their tags.</source>
        <translation>Alles darin wird aufgelistet. Dateien ändern sich nur, wenn ihre Tags bearbeitet werden.</translation>
    </message>
    <message>
        <source>Find in this folder</source>
        <translation>In diesem Ordner suchen</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Your folders will be here</source>
        <translation>Hier erscheinen die Musikordner</translation>
    </message>
    <message>
        <source>Add the folder your music lies in. Nothing in it is moved or changed.</source>
        <translation>Einfach den Ordner mit der Musik hinzufügen. Darin wird nichts verschoben oder verändert.</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation>Im Dateimanager zeigen</translation>
    </message>
    <message>
        <source>Leave out a subfolder</source>
        <translation>Unterordner auslassen</translation>
    </message>
    <message>
        <source>Look for new music</source>
        <translation>Nach neuer Musik sehen</translation>
    </message>
    <message>
        <source>New music</source>
        <translation>Neue Musik</translation>
    </message>
    <message>
        <source>Notice new files by themselves</source>
        <translation>Neue Dateien von selbst bemerken</translation>
    </message>
    <message>
        <source>What is copied into a folder appears within seconds, and what is deleted goes.</source>
        <translation>Was in einen Ordner kopiert wird, erscheint in Sekunden; was gelöscht wird, verschwindet.</translation>
    </message>
    <message numerus="yes">
        <source>every %Ln minute(s)</source>
        <translation>
            <numerusform>jede Minute</numerusform>
            <numerusform>alle %Ln Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>Drives on the network tell nothing by themselves: they are looked through this often.</source>
        <translation>Netzlaufwerke melden nichts von selbst; so oft werden sie durchgesehen.</translation>
    </message>
    <message>
        <source>Network drives</source>
        <translation>Netzlaufwerke</translation>
    </message>
    <message>
        <source>Ratings</source>
        <translation>Bewertungen</translation>
    </message>
    <message>
        <source>Other players see them then. Off, ratings stay in Meander and no file is written to.</source>
        <translation>Dann sehen auch andere Player sie. Sonst bleiben sie in Meander, und keine Datei wird beschrieben.</translation>
    </message>
    <message>
        <source>Write ratings into the files too</source>
        <translation>Bewertungen auch in die Dateien schreiben</translation>
    </message>
    <message>
        <source>{folder} leaves the library. Nothing on the disk is touched, and plays, ratings and what was heard are kept: adding the folder again brings all of it back.</source>
        <translation>{folder} verlässt die Bibliothek. Auf der Platte bleibt alles, wie es ist; Wiedergaben, Bewertungen und Gehörtes bleiben erhalten und sind wieder da, sobald der Ordner wieder hinzugefügt wird.</translation>
    </message>
    <message>
        <source>Take this folder out?</source>
        <translation>Diesen Ordner herausnehmen?</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Herausnehmen</translation>
    </message>
    <message>
        <source>{folder} was taken out.</source>
        <translation>{folder} wurde herausgenommen.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln track(s) changed.</source>
        <translation>
            <numerusform>%Ln Titel geändert.</numerusform>
            <numerusform>%Ln Titel geändert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln track(s) as before.</source>
        <translation>
            <numerusform>%Ln Titel wie vorher.</numerusform>
            <numerusform>%Ln Titel wie vorher.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) could not be written.</source>
        <translation>
            <numerusform>%Ln Datei konnte nicht geschrieben werden.</numerusform>
            <numerusform>%Ln Dateien konnten nicht geschrieben werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing else leads from one to the other.</source>
        <translation>Sonst führt nichts vom einen zum anderen.</translation>
    </message>
    <message>
        <source>“{title}” was put between them.</source>
        <translation>„{title}“ wurde dazwischen eingefügt.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>“{title}” has not been listened to yet.</source>
        <translation>„{title}“ wurde noch nicht gehört.</translation>
    </message>
    <message>
        <source>Choose a subfolder to leave out</source>
        <translation>Auszulassenden Unterordner wählen</translation>
    </message>
    <message>
        <source>That folder does not lie inside one of your music folders.</source>
        <translation>Dieser Ordner liegt in keinem der Musikordner.</translation>
    </message>
    <message>
        <source>What is in {folder} will not be listed any more. Its history is kept, and this can be undone.</source>
        <translation>Was in {folder} liegt, wird nicht mehr aufgeführt. Seine Geschichte bleibt erhalten, und das lässt sich zurücknehmen.</translation>
    </message>
    <message>
        <source>Leave this folder out?</source>
        <translation>Diesen Ordner auslassen?</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Auslassen</translation>
    </message>
    <message>
        <source>{folder} is left out.</source>
        <translation>{folder} wird ausgelassen.</translation>
    </message>
    <message>
        <source>Take out {folder}</source>
        <translation>{folder} herausnehmen</translation>
    </message>
    <message>
        <source>cannot be reached now; its music is kept</source>
        <translation>zurzeit nicht erreichbar; die Musik bleibt erhalten</translation>
    </message>
    <message>
        <source>List {folder} again</source>
        <translation>{folder} wieder aufführen</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>ausgelassen</translation>
    </message>
    <message>
        <source>Listening</source>
        <translation>Zuhören</translation>
    </message>
    <message>
        <source>Each song is heard once, in the background, so that radio knows how it sounds.</source>
        <translation>Jedes Stück wird einmal im Hintergrund gehört, damit das Radio weiß, wie es klingt.</translation>
    </message>
    <message>
        <source>It rests while the computer is busy. Off, radio knows only what was heard so far.</source>
        <translation>Pausiert, solange der Rechner zu tun hat. Sonst kennt das Radio nur, was schon gehört wurde.</translation>
    </message>
    <message>
        <source>Listen to new music</source>
        <translation>Neue Musik hören</translation>
    </message>
    <message>
        <source>Takes eight times the space; finds moments inside songs.</source>
        <translation>Braucht achtmal so viel Platz; findet Stellen innerhalb von Stücken.</translation>
    </message>
    <message>
        <source>Keep the sound of every moment</source>
        <translation>Den Klang jedes Augenblicks behalten</translation>
    </message>
    <message>
        <source>What listens</source>
        <translation>Was zuhört</translation>
    </message>
    <message>
        <source>Each hears the library anew, and what another has heard is kept.</source>
        <translation>Jedes hört die Bibliothek neu; was ein anderes gehört hat, bleibt.</translation>
    </message>
    <message>
        <source>The best together</source>
        <translation>Die besten zusammen</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>musicnn, taught by MagnaTagATune</source>
        <translation>musicnn, mit MagnaTagATune gelernt</translation>
    </message>
    <message>
        <source>musicnn, taught by the Million Song Dataset</source>
        <translation>musicnn, mit dem Million Song Dataset gelernt</translation>
    </message>
    <message>
        <source>VGG, taught by MagnaTagATune</source>
        <translation>VGG, mit MagnaTagATune gelernt</translation>
    </message>
    <message>
        <source>VGG, taught by the Million Song Dataset</source>
        <translation>VGG, mit dem Million Song Dataset gelernt</translation>
    </message>
    <message>
        <source>Spectral descriptors, without a model</source>
        <translation>Spektrale Merkmale, ohne Modell</translation>
    </message>
    <message>
        <source>What the points are</source>
        <translation>Was die Punkte sind</translation>
    </message>
    <message>
        <source>What lies together</source>
        <translation>Was beieinander liegt</translation>
    </message>
    <message>
        <source>How it is laid flat</source>
        <translation>Wie es flach wird</translation>
    </message>
    <message>
        <source>What lies together, and how it is laid flat</source>
        <translation>Was beieinander liegt, und wie es flach wird</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Follows the system at once when that changes between day and night.</source>
        <translation>Folgt dem System sofort, wenn es zwischen Tag und Nacht wechselt.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>For what is chosen, plays or can be pressed. Made lighter or darker until it can be read.</source>
        <translation>Für Gewähltes, Laufendes und Schaltflächen. Wird aufgehellt oder abgedunkelt, bis es lesbar ist.</translation>
    </message>
    <message>
        <source>Accent</source>
        <translation>Akzentfarbe</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>Listen</translation>
    </message>
    <message>
        <source>More tracks at a time, without covers.</source>
        <translation>Mehr Titel auf einmal, ohne Cover.</translation>
    </message>
    <message>
        <source>Compact rows</source>
        <translation>Enge Zeilen</translation>
    </message>
    <message>
        <source>Size and language</source>
        <translation>Größe und Sprache</translation>
    </message>
    <message>
        <source>Both change when Meander is started again.</source>
        <translation>Beides ändert sich mit dem nächsten Start von Meander.</translation>
    </message>
    <message>
        <source>Everything larger, on top of what the system does for this screen.</source>
        <translation>Alles größer, zusätzlich zu dem, was das System für diesen Bildschirm tut.</translation>
    </message>
    <message>
        <source>Size of everything</source>
        <translation>Größe von allem</translation>
    </message>
    <message>
        <source>Where a text has no translation it is in English.</source>
        <translation>Texte ohne Übersetzung erscheinen auf Englisch.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Sea green</source>
        <translation>Meergrün</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>Violett</translation>
    </message>
    <message>
        <source>Rose</source>
        <translation>Rosé</translation>
    </message>
    <message>
        <source>Amber</source>
        <translation>Bernstein</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Graphite</source>
        <translation>Graphit</translation>
    </message>
    <message>
        <source>The accent of the system</source>
        <translation>Akzentfarbe des Systems</translation>
    </message>
    <message>
        <source>Another colour</source>
        <translation>Andere Farbe</translation>
    </message>
    <message>
        <source>Files that gave trouble</source>
        <translation>Dateien mit Problemen</translation>
    </message>
    <message>
        <source>They are tried again when they change.</source>
        <translation>Sie werden erneut versucht, wenn sie sich ändern.</translation>
    </message>
    <message>
        <source>None. Every file could be read.</source>
        <translation>Keine. Alle Dateien waren lesbar.</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>und %Ln weitere</numerusform>
            <numerusform>und %Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Import playlists</source>
        <translation>Wiedergabelisten importieren</translation>
    </message>
    <message>
        <source>Playlists ({endings})</source>
        <translation>Wiedergabelisten ({endings})</translation>
    </message>
    <message numerus="yes">
        <source>%Ln track(s) imported, all of them found.</source>
        <translation>
            <numerusform>%Ln Titel importiert und gefunden.</numerusform>
            <numerusform>%Ln Titel importiert, alle gefunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>Importiert</translation>
    </message>
    <message>
        <source>{name}: {found} of {count} found</source>
        <translation>{name}: {found} von {count} gefunden</translation>
    </message>
    <message numerus="yes">
        <source>%Ln web radio(s) left out</source>
        <translation>
            <numerusform>%Ln Webradio ausgelassen</numerusform>
            <numerusform>%Ln Webradios ausgelassen</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Files that the library does not know stay in the list, greyed. They come alive when their folder is added or their drive is back.</source>
        <translation>Dateien, die der Bibliothek fehlen, bleiben ausgegraut in der Liste. Sie leben auf, sobald ihr Ordner hinzugefügt wird oder ihr Laufwerk wieder da ist.</translation>
    </message>
    <message>
        <source>Files that were not found</source>
        <translation>Nicht gefundene Dateien</translation>
    </message>
    <message>
        <source>Export {name}</source>
        <translation>{name} exportieren</translation>
    </message>
    <message>
        <source>M3U8: read by almost every player</source>
        <translation>M3U8: für fast jeden Player</translation>
    </message>
    <message>
        <source>XSPF: with titles, for newer players</source>
        <translation>XSPF: mit Titeln, für neuere Player</translation>
    </message>
    <message>
        <source>PLS: for Winamp and old players</source>
        <translation>PLS: für Winamp und alte Player</translation>
    </message>
    <message>
        <source>Paths relative to the playlist file</source>
        <translation>Pfade von der Wiedergabeliste aus</translation>
    </message>
    <message>
        <source>The playlist then still works when it is moved together with the music, as to a card or phone.</source>
        <translation>Die Liste funktioniert dann auch noch, wenn sie mit der Musik umzieht, etwa auf eine Karte oder ein Telefon.</translation>
    </message>
    <message>
        <source>The file holds what the rules find now.</source>
        <translation>Die Datei enthält, was die Regeln jetzt finden.</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>Noch einmal prüfen</translation>
    </message>
    <message>
        <source>How far the test is</source>
        <translation>Wie weit die Prüfung ist</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Put what it hears to the test</source>
        <translation>Das Gehör auf die Probe stellen</translation>
    </message>
    <message>
        <source>Your tags are the questions: does a song find its album, its artist, its genre by sound alone? It takes some minutes, and nothing leaves this computer.</source>
        <translation>Die eigenen Tags sind die Fragen: Findet ein Stück sein Album, seinen Interpreten, sein Genre allein nach dem Klang? Das dauert einige Minuten, und nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>Begin the test</source>
        <translation>Prüfung beginnen</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>Wird vorbereitet</translation>
    </message>
    <message>
        <source>Ending</source>
        <translation>Wird beendet</translation>
    </message>
    <message numerus="yes">
        <source>%Ln recording(s)</source>
        <translation>
            <numerusform>%Ln Aufnahme</numerusform>
            <numerusform>%Ln Aufnahmen</numerusform>
        </translation>
    </message>
    <message>
        <source>What the measures mean</source>
        <translation>Was die Maße bedeuten</translation>
    </message>
    <message>
        <source>What cannot be told on this library</source>
        <translation>Was sich an dieser Bibliothek nicht sagen lässt</translation>
    </message>
    <message>
        <source>What no table shows</source>
        <translation>Was keine Tabelle zeigt</translation>
    </message>
    <message>
        <source>Heard with: {models}.</source>
        <translation>Gehört mit: {models}.</translation>
    </message>
    <message>
        <source>Choose a place…</source>
        <translation>Ort wählen …</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message numerus="yes">
        <source>%Ln track(s) written to {file}.</source>
        <translation>
            <numerusform>%Ln Titel nach {file} geschrieben.</numerusform>
            <numerusform>%Ln Titel nach {file} geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>How far genres lie apart</source>
        <translation>Wie weit Genres auseinander liegen</translation>
    </message>
    <message>
        <source>near</source>
        <translation>nah</translation>
    </message>
    <message>
        <source>far</source>
        <translation>fern</translation>
    </message>
    <message>
        <source>The nearest genres</source>
        <translation>Die nächsten Genres</translation>
    </message>
    <message>
        <source>Rows: ten liked songs of a genre. Columns: the songs they are compared with.</source>
        <translation>Zeilen: zehn Stücke eines Genres, die gefallen. Spalten: die Stücke, mit denen sie verglichen werden.</translation>
    </message>
    <message>
        <source>The nearest pairs, both ways</source>
        <translation>Die nächsten Paare, in beide Richtungen</translation>
    </message>
    <message>
        <source>Ten songs of a genre, drawn eight times: 0 is inside what they span, 1 has nothing of it.</source>
        <translation>Zehn Stücke eines Genres, achtmal gezogen: 0 liegt ganz in dem, was sie aufspannen, 1 hat nichts davon.</translation>
    </message>
    <message>
        <source>A picture of your genres will be here</source>
        <translation>Hier entsteht ein Bild der Genres</translation>
    </message>
    <message>
        <source>It takes two genres of twelve heard songs or more. Genres come from your files&apos; tags; songs are heard in the background.</source>
        <translation>Es braucht zwei Genres mit mindestens zwölf gehörten Stücken. Genres kommen aus den Tags der Dateien; gehört wird im Hintergrund.</translation>
    </message>
    <message>
        <source>Show genres</source>
        <translation>Genres zeigen</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Beide</translation>
    </message>
    <message>
        <source>Matrix</source>
        <translation>Matrix</translation>
    </message>
    <message>
        <source>Circle</source>
        <translation>Kreis</translation>
    </message>
    <message>
        <source>Save as a picture</source>
        <translation>Als Bild speichern</translation>
    </message>
    <message>
        <source>Comparing your genres…</source>
        <translation>Genres werden verglichen …</translation>
    </message>
    <message>
        <source>How far the comparison is</source>
        <translation>Wie weit der Vergleich ist</translation>
    </message>
    <message numerus="yes">
        <source>%Ln genre(s)</source>
        <translation>
            <numerusform>%Ln Genre</numerusform>
            <numerusform>%Ln Genres</numerusform>
        </translation>
    </message>
    <message>
        <source>Point at a genre or a pair; click to play it, or to go from one to the other.</source>
        <translation>Auf ein Genre oder ein Paar zeigen; ein Klick spielt es oder führt vom einen zum anderen.</translation>
    </message>
    <message>
        <source>{songs} from {taste}: {figure} — {rank}</source>
        <translation>{songs} von {taste} aus: {figure} – {rank}</translation>
    </message>
    <message>
        <source>{one} and {other}: {figure} — {rank}</source>
        <translation>{one} und {other}: {figure} – {rank}</translation>
    </message>
    <message>
        <source>{genre}: {songs}, {figure} from one another</source>
        <translation>{genre}: {songs}, {figure} voneinander</translation>
    </message>
    <message>
        <source>Show tracks</source>
        <translation>Titel zeigen</translation>
    </message>
    <message>
        <source>Radio from both</source>
        <translation>Radio von beiden aus</translation>
    </message>
    <message>
        <source>Song path between them</source>
        <translation>Klangweg zwischen beiden</translation>
    </message>
    <message>
        <source>Show {genre}</source>
        <translation>{genre} zeigen</translation>
    </message>
    <message>
        <source>The picture is in {file}.</source>
        <translation>Das Bild ist in {file}.</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>{file} cannot be written.</source>
        <translation>{file} lässt sich nicht schreiben.</translation>
    </message>
    <message>
        <source>the closest pair</source>
        <translation>das nächste Paar</translation>
    </message>
    <message>
        <source>the furthest pair</source>
        <translation>das fernste Paar</translation>
    </message>
    <message>
        <source>closer than {share} % of pairs</source>
        <translation>näher als {share} % der Paare</translation>
    </message>
    <message>
        <source>There is no model called {name}; there are {models}.</source>
        <translation>Ein Modell {name} gibt es nicht; es gibt {models}.</translation>
    </message>
    <message>
        <source>The weights of {model} are not in {folder}; `make setup` fetches them.</source>
        <translation>Die Gewichte von {model} liegen nicht in {folder}; `make setup` holt sie.</translation>
    </message>
    <message>
        <source>{file} holds another model&apos;s weights; delete it and run `make setup`.</source>
        <translation>{file} enthält die Gewichte eines anderen Modells; bitte löschen und `make setup` ausführen.</translation>
    </message>
    <message>
        <source>Listening does not work: its process ended at once ({manner}).</source>
        <translation>Das Zuhören klappt nicht: Der Prozess endete sofort ({manner}).</translation>
    </message>
    <message>
        <source>{folder} is not a folder; check the name, or plug the drive in.</source>
        <translation>{folder} ist kein Ordner; bitte den Namen prüfen oder das Laufwerk anschließen.</translation>
    </message>
    <message>
        <source>{folder} is not one of the library&apos;s folders.</source>
        <translation>{folder} ist keiner der Ordner der Bibliothek.</translation>
    </message>
    <message>
        <source>the disk is full; free some space and try again</source>
        <translation>der Datenträger ist voll; bitte Platz schaffen und noch einmal versuchen</translation>
    </message>
    <message>
        <source>the disk could not be read or written; check the drive</source>
        <translation>der Datenträger ist nicht lesbar oder beschreibbar; bitte das Laufwerk prüfen</translation>
    </message>
    <message>
        <source>it is read-only; check its permissions or choose another place with --data</source>
        <translation>sie ist schreibgeschützt; bitte die Rechte prüfen oder mit --data einen anderen Ort wählen</translation>
    </message>
    <message>
        <source>it cannot be opened; check the folder&apos;s permissions or choose another with --data</source>
        <translation>sie lässt sich nicht öffnen; bitte die Rechte des Ordners prüfen oder mit --data einen anderen wählen</translation>
    </message>
    <message>
        <source>another program is writing it; close the other one and try again</source>
        <translation>ein anderes Programm schreibt darin; bitte das andere schließen und noch einmal versuchen</translation>
    </message>
    <message>
        <source>it is damaged; move it away, and put a backup in its place if a .bak lies beside it</source>
        <translation>sie ist beschädigt; bitte beiseitelegen und durch eine Sicherung ersetzen, falls eine .bak daneben liegt</translation>
    </message>
    <message>
        <source>it is not a database of Meander; move it away</source>
        <translation>sie ist keine Datenbank von Meander; bitte beiseitelegen</translation>
    </message>
    <message>
        <source>This Python&apos;s SQLite has no FTS5; use one that has.</source>
        <translation>Dem SQLite dieses Pythons fehlt FTS5; bitte eines benutzen, das es hat.</translation>
    </message>
    <message>
        <source>{file}: {why}.</source>
        <translation>{file}: {why}.</translation>
    </message>
    <message>
        <source>{folder} cannot be made ({why}).</source>
        <translation>{folder} kann nicht angelegt werden ({why}).</translation>
    </message>
    <message>
        <source>{file} is gone, but {journal} is still there, with the latest changes to it. Put the file or a backup of it back; to begin anew, move the journal away too.</source>
        <translation>{file} ist weg, aber {journal} mit den letzten Änderungen ist noch da. Bitte die Datei oder eine Sicherung zurücklegen; für einen Neuanfang auch das Journal beiseitelegen.</translation>
    </message>
    <message>
        <source>{file} was written by a newer Meander (version {version}); update Meander to open it.</source>
        <translation>{file} stammt von einem neueren Meander (Version {version}); zum Öffnen bitte Meander aktualisieren.</translation>
    </message>
    <message>
        <source>{folder} cannot be written ({why}); choose another with --data.</source>
        <translation>{folder} ist nicht beschreibbar ({why}); bitte mit --data einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>{file} cannot be locked ({why}); choose another place with --data.</source>
        <translation>{file} lässt sich nicht sperren ({why}); bitte mit --data einen anderen Ort wählen.</translation>
    </message>
    <message>
        <source>Meander is already open on this library; use its window, or close it and try again.</source>
        <translation>Meander hat diese Bibliothek schon geöffnet; bitte dessen Fenster benutzen oder es schließen und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>None of the tracks to start from has been listened to yet; analyse them first.</source>
        <translation>Keiner der Ausgangstitel wurde bisher gehört; bitte zuerst analysieren.</translation>
    </message>
    <message>
        <source>This radio was saved by another version of Meander; start it anew.</source>
        <translation>Dieses Radio wurde von einer anderen Meander-Version gespeichert; bitte neu starten.</translation>
    </message>
    <message>
        <source>Nothing is known yet of what you like; start a radio from a track.</source>
        <translation>Noch ist nicht bekannt, was gefällt; bitte ein Radio von einem Titel aus starten.</translation>
    </message>
    <message>
        <source>{file} is not readable as settings ({why}); mend or delete it.</source>
        <translation>{file} ist als Einstellungsdatei nicht lesbar ({why}); bitte berichtigen oder löschen.</translation>
    </message>
    <message>
        <source>{file} was written by a newer Meander; update Meander or move the file away.</source>
        <translation>{file} stammt von einem neueren Meander; bitte Meander aktualisieren oder die Datei beiseitelegen.</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Artist</source>
        <translation>Interpret</translation>
    </message>
    <message>
        <source>Album</source>
        <translation>Album</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>Jahr</translation>
    </message>
    <message>
        <source>Genre</source>
        <translation>Genre</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>Plays</source>
        <translation>Gespielt</translation>
    </message>
    <message>
        <source>Last played</source>
        <translation>Zuletzt gehört</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Album artist</source>
        <translation>Albuminterpret</translation>
    </message>
    <message>
        <source>Composer</source>
        <translation>Komponist</translation>
    </message>
    <message>
        <source>Disc, no.</source>
        <comment>column: disc and track number</comment>
        <translation>CD, Nr.</translation>
    </message>
    <message>
        <source>Loved</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>Skips</source>
        <translation>Übersprungen</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>BPM</source>
        <translation>BPM</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Bitrate</source>
        <translation>Bitrate</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>1 star</source>
        <translation>1 Stern</translation>
    </message>
    <message>
        <source>{number} stars</source>
        <translation>{number} Sterne</translation>
    </message>
    <message>
        <source>loved</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>{number} kb/s</source>
        <translation>{number} kb/s</translation>
    </message>
    <message>
        <source>The library does not know this file: {path}</source>
        <translation>Die Bibliothek kennt diese Datei nicht: {path}</translation>
    </message>
    <message>
        <source>This file could not be read: {why}</source>
        <translation>Diese Datei war nicht lesbar: {why}</translation>
    </message>
    <message>
        <source>This file is no longer where it was. Its plays and rating are kept.</source>
        <translation>Diese Datei ist nicht mehr, wo sie war. Wiedergaben und Bewertung bleiben erhalten.</translation>
    </message>
    <message>
        <source>Its drive or folder cannot be reached now. It comes back when the drive does.</source>
        <translation>Laufwerk oder Ordner ist zurzeit nicht erreichbar. Der Titel kommt mit dem Laufwerk zurück.</translation>
    </message>
    <message>
        <source>Its folder was taken out of the library. It comes back when the folder does.</source>
        <translation>Der Ordner wurde aus der Bibliothek genommen. Der Titel kommt mit dem Ordner zurück.</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Settings could not be saved: {why}.</source>
        <translation>Die Einstellungen konnten nicht gespeichert werden: {why}.</translation>
    </message>
    <message>
        <source>Playing</source>
        <translation>Wiedergabe</translation>
    </message>
    <message>
        <source>Stop after this track</source>
        <translation>Nach diesem Titel anhalten</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>Schneller</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>Langsamer</translation>
    </message>
    <message>
        <source>Usual speed</source>
        <translation>Normales Tempo</translation>
    </message>
    <message>
        <source>Radio from what plays</source>
        <translation>Radio vom laufenden Titel aus</translation>
    </message>
    <message>
        <source>Radio from my listening</source>
        <translation>Radio aus dem Hörverlauf</translation>
    </message>
    <message>
        <source>Going about</source>
        <translation>Wege durchs Programm</translation>
    </message>
    <message>
        <source>Edit tags of what is selected, or plays</source>
        <translation>Tags des Gewählten bearbeiten</translation>
    </message>
    <message>
        <source>Undo the last change of tags</source>
        <translation>Letzte Tag-Änderung zurücknehmen</translation>
    </message>
    <message>
        <source>Speed, sleep timer, output</source>
        <translation>Tempo, Einschlaftimer, Ausgabe</translation>
    </message>
    <message>
        <source>Equaliser</source>
        <translation>Equalizer</translation>
    </message>
    <message>
        <source>Windows</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Small window and back</source>
        <translation>Kleines Fenster und zurück</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>drums enter</source>
        <translation>Schlagzeug setzt ein</translation>
    </message>
    <message>
        <source>the guitar enters</source>
        <translation>Gitarre setzt ein</translation>
    </message>
    <message>
        <source>strings enter</source>
        <translation>Streicher setzen ein</translation>
    </message>
    <message>
        <source>the piano enters</source>
        <translation>Klavier setzt ein</translation>
    </message>
    <message>
        <source>the voice enters</source>
        <translation>Gesang setzt ein</translation>
    </message>
    <message>
        <source>the choir enters</source>
        <translation>Chor setzt ein</translation>
    </message>
    <message>
        <source>the flute enters</source>
        <translation>Flöte setzt ein</translation>
    </message>
    <message>
        <source>the harp enters</source>
        <translation>Harfe setzt ein</translation>
    </message>
    <message>
        <source>the harpsichord enters</source>
        <translation>Cembalo setzt ein</translation>
    </message>
    <message>
        <source>the sitar enters</source>
        <translation>Sitar setzt ein</translation>
    </message>
    <message>
        <source>the synthesizer enters</source>
        <translation>Synthesizer setzt ein</translation>
    </message>
    <message>
        <source>guitar</source>
        <comment>tag</comment>
        <translation>Gitarre</translation>
    </message>
    <message>
        <source>classical</source>
        <comment>tag</comment>
        <translation>klassisch</translation>
    </message>
    <message>
        <source>slow</source>
        <comment>tag</comment>
        <translation>langsam</translation>
    </message>
    <message>
        <source>techno</source>
        <comment>tag</comment>
        <translation>Techno</translation>
    </message>
    <message>
        <source>strings</source>
        <comment>tag</comment>
        <translation>Streicher</translation>
    </message>
    <message>
        <source>drums</source>
        <comment>tag</comment>
        <translation>Schlagzeug</translation>
    </message>
    <message>
        <source>electronic</source>
        <comment>tag</comment>
        <translation>elektronisch</translation>
    </message>
    <message>
        <source>rock</source>
        <comment>tag</comment>
        <translation>Rock</translation>
    </message>
    <message>
        <source>fast</source>
        <comment>tag</comment>
        <translation>schnell</translation>
    </message>
    <message>
        <source>piano</source>
        <comment>tag</comment>
        <translation>Klavier</translation>
    </message>
    <message>
        <source>ambient</source>
        <comment>tag</comment>
        <translation>Ambient</translation>
    </message>
    <message>
        <source>beat</source>
        <comment>tag</comment>
        <translation>Beat</translation>
    </message>
    <message>
        <source>violin</source>
        <comment>tag</comment>
        <translation>Geige</translation>
    </message>
    <message>
        <source>vocal</source>
        <comment>tag</comment>
        <translation>Gesang</translation>
    </message>
    <message>
        <source>synth</source>
        <comment>tag</comment>
        <translation>Synthesizer</translation>
    </message>
    <message>
        <source>female</source>
        <comment>tag</comment>
        <translation>weiblich</translation>
    </message>
    <message>
        <source>indian</source>
        <comment>tag</comment>
        <translation>indisch</translation>
    </message>
    <message>
        <source>opera</source>
        <comment>tag</comment>
        <translation>Oper</translation>
    </message>
    <message>
        <source>male</source>
        <comment>tag</comment>
        <translation>männlich</translation>
    </message>
    <message>
        <source>singing</source>
        <comment>tag</comment>
        <translation>Singen</translation>
    </message>
    <message>
        <source>vocals</source>
        <comment>tag</comment>
        <translation>Gesang</translation>
    </message>
    <message>
        <source>no vocals</source>
        <comment>tag</comment>
        <translation>ohne Gesang</translation>
    </message>
    <message>
        <source>harpsichord</source>
        <comment>tag</comment>
        <translation>Cembalo</translation>
    </message>
    <message>
        <source>loud</source>
        <comment>tag</comment>
        <translation>laut</translation>
    </message>
    <message>
        <source>quiet</source>
        <comment>tag</comment>
        <translation>leise</translation>
    </message>
    <message>
        <source>flute</source>
        <comment>tag</comment>
        <translation>Flöte</translation>
    </message>
    <message>
        <source>woman</source>
        <comment>tag</comment>
        <translation>Frau</translation>
    </message>
    <message>
        <source>male vocal</source>
        <comment>tag</comment>
        <translation>Männergesang</translation>
    </message>
    <message>
        <source>no vocal</source>
        <comment>tag</comment>
        <translation>ohne Gesang</translation>
    </message>
    <message>
        <source>pop</source>
        <comment>tag</comment>
        <translation>Pop</translation>
    </message>
    <message>
        <source>soft</source>
        <comment>tag</comment>
        <translation>sanft</translation>
    </message>
    <message>
        <source>sitar</source>
        <comment>tag</comment>
        <translation>Sitar</translation>
    </message>
    <message>
        <source>solo</source>
        <comment>tag</comment>
        <translation>Solo</translation>
    </message>
    <message>
        <source>man</source>
        <comment>tag</comment>
        <translation>Mann</translation>
    </message>
    <message>
        <source>classic</source>
        <comment>tag</comment>
        <translation>Klassik</translation>
    </message>
    <message>
        <source>choir</source>
        <comment>tag</comment>
        <translation>Chor</translation>
    </message>
    <message>
        <source>voice</source>
        <comment>tag</comment>
        <translation>Stimme</translation>
    </message>
    <message>
        <source>new age</source>
        <comment>tag</comment>
        <translation>New Age</translation>
    </message>
    <message>
        <source>dance</source>
        <comment>tag</comment>
        <translation>Tanz</translation>
    </message>
    <message>
        <source>male voice</source>
        <comment>tag</comment>
        <translation>Männerstimme</translation>
    </message>
    <message>
        <source>female vocal</source>
        <comment>tag</comment>
        <translation>Frauengesang</translation>
    </message>
    <message>
        <source>beats</source>
        <comment>tag</comment>
        <translation>Beats</translation>
    </message>
    <message>
        <source>harp</source>
        <comment>tag</comment>
        <translation>Harfe</translation>
    </message>
    <message>
        <source>cello</source>
        <comment>tag</comment>
        <translation>Cello</translation>
    </message>
    <message>
        <source>no voice</source>
        <comment>tag</comment>
        <translation>ohne Stimme</translation>
    </message>
    <message>
        <source>weird</source>
        <comment>tag</comment>
        <translation>seltsam</translation>
    </message>
    <message>
        <source>country</source>
        <comment>tag</comment>
        <translation>Country</translation>
    </message>
    <message>
        <source>metal</source>
        <comment>tag</comment>
        <translation>Metal</translation>
    </message>
    <message>
        <source>female voice</source>
        <comment>tag</comment>
        <translation>Frauenstimme</translation>
    </message>
    <message>
        <source>choral</source>
        <comment>tag</comment>
        <translation>Chorgesang</translation>
    </message>
    <message>
        <source>alternative</source>
        <comment>tag</comment>
        <translation>Alternative</translation>
    </message>
    <message>
        <source>indie</source>
        <comment>tag</comment>
        <translation>Indie</translation>
    </message>
    <message>
        <source>female vocalists</source>
        <comment>tag</comment>
        <translation>Sängerinnen</translation>
    </message>
    <message>
        <source>00s</source>
        <comment>tag</comment>
        <translation>2000er</translation>
    </message>
    <message>
        <source>alternative rock</source>
        <comment>tag</comment>
        <translation>Alternative Rock</translation>
    </message>
    <message>
        <source>jazz</source>
        <comment>tag</comment>
        <translation>Jazz</translation>
    </message>
    <message>
        <source>beautiful</source>
        <comment>tag</comment>
        <translation>schön</translation>
    </message>
    <message>
        <source>chillout</source>
        <comment>tag</comment>
        <translation>Chillout</translation>
    </message>
    <message>
        <source>male vocalists</source>
        <comment>tag</comment>
        <translation>Sänger</translation>
    </message>
    <message>
        <source>classic rock</source>
        <comment>tag</comment>
        <translation>Classic Rock</translation>
    </message>
    <message>
        <source>soul</source>
        <comment>tag</comment>
        <translation>Soul</translation>
    </message>
    <message>
        <source>indie rock</source>
        <comment>tag</comment>
        <translation>Indie-Rock</translation>
    </message>
    <message>
        <source>Mellow</source>
        <comment>tag</comment>
        <translation>weich</translation>
    </message>
    <message>
        <source>electronica</source>
        <comment>tag</comment>
        <translation>Electronica</translation>
    </message>
    <message>
        <source>80s</source>
        <comment>tag</comment>
        <translation>80er</translation>
    </message>
    <message>
        <source>folk</source>
        <comment>tag</comment>
        <translation>Folk</translation>
    </message>
    <message>
        <source>90s</source>
        <comment>tag</comment>
        <translation>90er</translation>
    </message>
    <message>
        <source>chill</source>
        <comment>tag</comment>
        <translation>entspannt</translation>
    </message>
    <message>
        <source>instrumental</source>
        <comment>tag</comment>
        <translation>instrumental</translation>
    </message>
    <message>
        <source>punk</source>
        <comment>tag</comment>
        <translation>Punk</translation>
    </message>
    <message>
        <source>oldies</source>
        <comment>tag</comment>
        <translation>Oldies</translation>
    </message>
    <message>
        <source>blues</source>
        <comment>tag</comment>
        <translation>Blues</translation>
    </message>
    <message>
        <source>hard rock</source>
        <comment>tag</comment>
        <translation>Hard Rock</translation>
    </message>
    <message>
        <source>acoustic</source>
        <comment>tag</comment>
        <translation>akustisch</translation>
    </message>
    <message>
        <source>experimental</source>
        <comment>tag</comment>
        <translation>experimentell</translation>
    </message>
    <message>
        <source>female vocalist</source>
        <comment>tag</comment>
        <translation>Sängerin</translation>
    </message>
    <message>
        <source>Hip-Hop</source>
        <comment>tag</comment>
        <translation>Hip-Hop</translation>
    </message>
    <message>
        <source>70s</source>
        <comment>tag</comment>
        <translation>70er</translation>
    </message>
    <message>
        <source>party</source>
        <comment>tag</comment>
        <translation>Party</translation>
    </message>
    <message>
        <source>easy listening</source>
        <comment>tag</comment>
        <translation>Easy Listening</translation>
    </message>
    <message>
        <source>sexy</source>
        <comment>tag</comment>
        <translation>sexy</translation>
    </message>
    <message>
        <source>catchy</source>
        <comment>tag</comment>
        <translation>eingängig</translation>
    </message>
    <message>
        <source>funk</source>
        <comment>tag</comment>
        <translation>Funk</translation>
    </message>
    <message>
        <source>electro</source>
        <comment>tag</comment>
        <translation>Electro</translation>
    </message>
    <message>
        <source>heavy metal</source>
        <comment>tag</comment>
        <translation>Heavy Metal</translation>
    </message>
    <message>
        <source>Progressive rock</source>
        <comment>tag</comment>
        <translation>Progressive Rock</translation>
    </message>
    <message>
        <source>60s</source>
        <comment>tag</comment>
        <translation>60er</translation>
    </message>
    <message>
        <source>rnb</source>
        <comment>tag</comment>
        <translation>R&amp;B</translation>
    </message>
    <message>
        <source>indie pop</source>
        <comment>tag</comment>
        <translation>Indie-Pop</translation>
    </message>
    <message>
        <source>sad</source>
        <comment>tag</comment>
        <translation>traurig</translation>
    </message>
    <message>
        <source>House</source>
        <comment>tag</comment>
        <translation>House</translation>
    </message>
    <message>
        <source>happy</source>
        <comment>tag</comment>
        <translation>fröhlich</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>{service} cannot be reached; what was played waits.</source>
        <translation>{service} ist nicht erreichbar; das Gespielte wartet.</translation>
    </message>
    <message>
        <source>Sign in to ListenBrainz again: its token is no longer in the keyring.</source>
        <translation>Bitte neu bei ListenBrainz anmelden: Das Token ist nicht mehr im Schlüsselbund.</translation>
    </message>
    <message>
        <source>The service cannot be reached ({why}); try again later.</source>
        <translation>Der Dienst ist nicht erreichbar ({why}); bitte später noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The service refused ({why}).</source>
        <translation>Der Dienst hat abgelehnt ({why}).</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Show or hide Meander</source>
        <translation>Meander zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Nothing plays</source>
        <translation>Es läuft nichts</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Listening to your music</source>
        <translation>Musik wird gehört</translation>
    </message>
    <message>
        <source>Listening more closely</source>
        <translation>Genauer hingehört</translation>
    </message>
    <message>
        <source>Listening to all of it</source>
        <translation>Alles wird gehört</translation>
    </message>
    <message>
        <source>Measuring loudness</source>
        <translation>Lautheit messen</translation>
    </message>
    <message>
        <source>Looking through your folders</source>
        <translation>Ordner werden durchgesehen</translation>
    </message>
    <message>
        <source>Listening stopped ({problem}); what was heard is kept. The log has more.</source>
        <translation>Das Zuhören brach ab ({problem}); was gehört wurde, bleibt. Mehr steht im Protokoll.</translation>
    </message>
    <message>
        <source>Meander cannot open this library</source>
        <translation>Meander kann diese Bibliothek nicht öffnen</translation>
    </message>
    <message>
        <source>{name} does not answer; its drive may be asleep or gone.</source>
        <translation>{name} antwortet nicht; das Laufwerk schläft vielleicht oder ist weg.</translation>
    </message>
    <message>
        <source>{device} is gone: playing through another output.</source>
        <translation>{device} ist weg; es geht über eine andere Ausgabe weiter.</translation>
    </message>
    <message>
        <source>Playing through {device} again.</source>
        <translation>Wieder über {device}.</translation>
    </message>
    <message>
        <source>Paused: there is no sound output any more.</source>
        <translation>Angehalten: Es gibt keine Tonausgabe mehr.</translation>
    </message>
    <message>
        <source>The sound output does not work.</source>
        <translation>Die Tonausgabe funktioniert nicht.</translation>
    </message>
    <message>
        <source>A track of the queue is no longer in the library.</source>
        <translation>Ein Titel der Warteschlange ist nicht mehr in der Bibliothek.</translation>
    </message>
    <message>
        <source>Stopped: {count} tracks in a row could not be played.</source>
        <translation>Angehalten: {count} Titel nacheinander waren nicht abspielbar.</translation>
    </message>
    <message>
        <source>sleep timer is on</source>
        <translation>Einschlaftimer läuft</translation>
    </message>
    <message>
        <source>stops after this track</source>
        <translation>hält nach diesem Titel an</translation>
    </message>
    <message>
        <source>Something went wrong inside Meander; its log says what.</source>
        <translation>In Meander ist etwas schiefgegangen; was, steht im Protokoll.</translation>
    </message>
    <message>
        <source>Tracks of the album</source>
        <translation>Titel des Albums</translation>
    </message>
    <message>
        <source>More albums</source>
        <translation>Weitere Alben</translation>
    </message>
    <message>
        <source>Compilation</source>
        <translation>Zusammenstellung</translation>
    </message>
    <message>
        <source>More by {artist}</source>
        <translation>Mehr von {artist}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln disc(s)</source>
        <translation>
            <numerusform>%Ln CD</numerusform>
            <numerusform>%Ln CDs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln track(s)</source>
        <translation>
            <numerusform>%Ln Titel</numerusform>
            <numerusform>%Ln Titel</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln play(s)</source>
        <translation>
            <numerusform>%Ln Wiedergabe</numerusform>
            <numerusform>%Ln Wiedergaben</numerusform>
        </translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Disc {number}</source>
        <translation>CD {number}</translation>
    </message>
    <message>
        <source>Find albums</source>
        <translation>Alben suchen</translation>
    </message>
    <message>
        <source>Sort</source>
        <translation>Sortieren</translation>
    </message>
    <message>
        <source>Size of covers</source>
        <translation>Größe der Cover</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Show artist</source>
        <translation>Interpret zeigen</translation>
    </message>
    <message>
        <source>Sorted by {order}</source>
        <translation>Sortiert nach {order}</translation>
    </message>
    <message>
        <source>By chance</source>
        <translation>Zufällig</translation>
    </message>
    <message>
        <source>Recently added</source>
        <translation>Neu hinzugefügt</translation>
    </message>
    <message>
        <source>Recently played</source>
        <translation>Zuletzt gehört</translation>
    </message>
    <message>
        <source>Most played</source>
        <translation>Meistgespielt</translation>
    </message>
    <message>
        <source>Top rated</source>
        <translation>Bestbewertet</translation>
    </message>
    <message>
        <source>Various Artists</source>
        <translation>Verschiedene Interpreten</translation>
    </message>
    <message>
        <source>Unknown artist</source>
        <translation>Unbekannter Interpret</translation>
    </message>
    <message>
        <source>added {when}</source>
        <translation>hinzugefügt {when}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln album(s)</source>
        <translation>
            <numerusform>%Ln Album</numerusform>
            <numerusform>%Ln Alben</numerusform>
        </translation>
    </message>
    <message>
        <source>Find artists</source>
        <translation>Interpreten suchen</translation>
    </message>
    <message>
        <source>Compilations</source>
        <translation>Zusammenstellungen</translation>
    </message>
    <message>
        <source>Album artists</source>
        <translation>Albuminterpreten</translation>
    </message>
    <message>
        <source>All artists</source>
        <translation>Alle Interpreten</translation>
    </message>
    <message>
        <source>Composers</source>
        <translation>Komponisten</translation>
    </message>
    <message>
        <source>Appears on</source>
        <translation>Zu hören auf</translation>
    </message>
    <message>
        <source>Tracks on no album</source>
        <translation>Titel ohne Album</translation>
    </message>
    <message>
        <source>All ({count})</source>
        <translation>Alle ({count})</translation>
    </message>
    <message numerus="yes">
        <source>%Ln track(s) selected</source>
        <translation>
            <numerusform>%Ln Titel gewählt</numerusform>
            <numerusform>%Ln Titel gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Its drive or folder cannot be reached now.</source>
        <translation>Laufwerk oder Ordner ist zurzeit nicht erreichbar.</translation>
    </message>
    <message>
        <source>Find genres</source>
        <translation>Genres suchen</translation>
    </message>
    <message>
        <source>Years</source>
        <translation>Jahre</translation>
    </message>
    <message>
        <source>How they sound</source>
        <translation>Wie sie klingen</translation>
    </message>
    <message>
        <source>How near your genres are to one another</source>
        <translation>Wie nah die Genres einander sind</translation>
    </message>
    <message>
        <source>{year}s</source>
        <comment>a decade, as 1990s</comment>
        <translation>{year}er</translation>
    </message>
    <message>
        <source>Search titles, artists, albums and genres  (Ctrl+F)</source>
        <translation>Titel, Interpreten, Alben und Genres durchsuchen  (Strg+F)</translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation>Spalten wählen</translation>
    </message>
    <message>
        <source>Save as smart playlist</source>
        <translation>Als intelligente Liste speichern</translation>
    </message>
    <message>
        <source>A playlist that always holds what this search finds</source>
        <translation>Eine Wiedergabeliste, die immer enthält, was diese Suche findet</translation>
    </message>
    <message>
        <source>Start radio from what is found</source>
        <translation>Radio aus dem Gefundenen starten</translation>
    </message>
    <message>
        <source>Show what is found as curves</source>
        <translation>Das Gefundene als Kurven zeigen</translation>
    </message>
    <message>
        <source>Column browser</source>
        <translation>Spaltenbrowser</translation>
    </message>
    <message>
        <source>Your music will be here</source>
        <translation>Hier erscheint die Musik</translation>
    </message>
    <message>
        <source>Add the folder it lies in. Nothing in it is moved or changed.</source>
        <translation>Einfach den Ordner mit der Musik hinzufügen. Darin wird nichts verschoben oder verändert.</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>Try fewer words, or narrow it down: artist:nina genre:folk year:1960..1969</source>
        <translation>Weniger Wörter versuchen oder eingrenzen: artist:nina genre:folk year:1960..1969</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>Suche löschen</translation>
    </message>
    <message>
        <source>{found} of {total}</source>
        <translation>{found} von {total}</translation>
    </message>
    <message>
        <source>Play {title} by {artist}</source>
        <translation>{title} von {artist} abspielen</translation>
    </message>
    <message>
        <source>Up next</source>
        <translation>Als Nächstes</translation>
    </message>
    <message>
        <source>Sounds like</source>
        <translation>Klingt nach</translation>
    </message>
    <message>
        <source>About this track</source>
        <translation>Über diesen Titel</translation>
    </message>
    <message numerus="yes">
        <source>And %Ln more.</source>
        <translation>
            <numerusform>Und %Ln weiterer.</numerusform>
            <numerusform>Und %Ln weitere.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing follows. Add tracks to the queue, or start a radio.</source>
        <translation>Es folgt nichts. Titel in die Warteschlange legen oder ein Radio starten.</translation>
    </message>
    <message>
        <source>Tempo</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>ReplayGain</source>
        <translation>ReplayGain</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>{gain} dB, loudness unknown</source>
        <translation>{gain} dB, Lautheit unbekannt</translation>
    </message>
    <message>
        <source>{gain} dB (album)</source>
        <translation>{gain} dB (Album)</translation>
    </message>
    <message>
        <source>{gain} dB (track)</source>
        <translation>{gain} dB (Titel)</translation>
    </message>
    <message>
        <source>{beats} BPM</source>
        <translation>{beats} BPM</translation>
    </message>
    <message>
        <source>Leave full screen</source>
        <translation>Vollbild verlassen</translation>
    </message>
    <message>
        <source>The directions in which all your music differs most: songs can be compared</source>
        <translation>Die Richtungen, in denen sich die ganze Musik am meisten unterscheidet: Stücke werden vergleichbar</translation>
    </message>
    <message>
        <source>The directions in which this song moves most: what comes back, comes back</source>
        <translation>Die Richtungen, in denen sich dieses Stück am meisten bewegt: Was wiederkehrt, kehrt sichtbar wieder</translation>
    </message>
    <message>
        <source>This song and others in one space</source>
        <translation>Dieses Stück und andere in einem Raum</translation>
    </message>
    <message>
        <source>The cover instead of the curve</source>
        <translation>Das Cover statt der Kurve</translation>
    </message>
    <message>
        <source>Lyrics</source>
        <translation>Liedtext</translation>
    </message>
    <message>
        <source>More like this part: radio from what plays right now</source>
        <translation>Mehr wie diese Stelle: Radio von dem aus, was gerade läuft</translation>
    </message>
    <message>
        <source>What you play is here: its curve, its lyrics, and what comes next.</source>
        <translation>Hier ist, was läuft: seine Kurve, sein Text und was als Nächstes kommt.</translation>
    </message>
    <message>
        <source>Nothing playing</source>
        <translation>Es läuft nichts</translation>
    </message>
    <message>
        <source>All in the same directions: curves of one shape move alike</source>
        <translation>Alle in denselben Richtungen: Kurven gleicher Form bewegen sich gleich</translation>
    </message>
    <message>
        <source>Song axes</source>
        <translation>Achsen des Stücks</translation>
    </message>
    <message>
        <source>Each in the directions in which it moves most</source>
        <translation>Jedes in den Richtungen, in denen es sich am meisten bewegt</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>Vergleichen …</translation>
    </message>
    <message>
        <source>Play them all</source>
        <translation>Alle abspielen</translation>
    </message>
    <message>
        <source>Songs as curves</source>
        <translation>Stücke als Kurven</translation>
    </message>
    <message>
        <source>Choose “Show as curves” in the menu of an album, a playlist, or any tracks.</source>
        <translation>Im Menü eines Albums, einer Wiedergabeliste oder beliebiger Titel „Als Kurven zeigen“ wählen.</translation>
    </message>
    <message>
        <source>Browse your music</source>
        <translation>Musik durchsehen</translation>
    </message>
    <message>
        <source>the first {count} of {total}</source>
        <translation>die ersten {count} von {total}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chosen</source>
        <translation>
            <numerusform>%Ln ausgewählt</numerusform>
            <numerusform>%Ln ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose up to {count} with Ctrl and a click</source>
        <translation>Bis zu {count} mit Strg und Klick auswählen</translation>
    </message>
    <message>
        <source>These in one space</source>
        <translation>Diese in einem Raum</translation>
    </message>
    <message>
        <source>Back to {place}</source>
        <translation>Zurück zu {place}</translation>
    </message>
    <message>
        <source>Start radio</source>
        <translation>Radio starten</translation>
    </message>
    <message>
        <source>Play next</source>
        <translation>Als Nächstes abspielen</translation>
    </message>
    <message>
        <source>Add to queue</source>
        <translation>In die Warteschlange</translation>
    </message>
    <message>
        <source>Cover of {title}</source>
        <translation>Cover von {title}</translation>
    </message>
    <message>
        <source>Find in this playlist</source>
        <translation>In dieser Liste suchen</translation>
    </message>
    <message>
        <source>Nothing in this playlist yet</source>
        <translation>Diese Liste ist noch leer</translation>
    </message>
    <message>
        <source>Drop tracks here or on its name, or use “Add to playlist” in the menu of any track.</source>
        <translation>Titel hierher oder auf den Namen ziehen, oder „Zur Wiedergabeliste“ im Menü eines Titels benutzen.</translation>
    </message>
    <message>
        <source>No track here matches.</source>
        <translation>Kein Titel hier passt.</translation>
    </message>
    <message>
        <source>No track matches now</source>
        <translation>Zurzeit passt kein Titel</translation>
    </message>
    <message>
        <source>Tracks appear here by themselves as soon as they match the rules.</source>
        <translation>Titel erscheinen hier von selbst, sobald sie den Regeln entsprechen.</translation>
    </message>
    <message>
        <source>Edit rules</source>
        <translation>Regeln bearbeiten</translation>
    </message>
    <message>
        <source>This playlist is gone</source>
        <translation>Diese Wiedergabeliste ist weg</translation>
    </message>
    <message>
        <source>It was deleted.</source>
        <translation>Sie wurde gelöscht.</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>The search was cleared first: an order is for all of the playlist.</source>
        <translation>Die Suche wurde geleert: Eine Reihenfolge gilt für die ganze Liste.</translation>
    </message>
    <message>
        <source>Keep as it is now</source>
        <translation>So, wie sie jetzt ist, behalten</translation>
    </message>
    <message>
        <source>Draw anew</source>
        <translation>Neu auslosen</translation>
    </message>
    <message>
        <source>Keep this order</source>
        <translation>Reihenfolge behalten</translation>
    </message>
    <message>
        <source>Own order</source>
        <translation>Eigene Reihenfolge</translation>
    </message>
    <message>
        <source>Sorted by {columns}. The playlist itself keeps its own order.</source>
        <translation>Sortiert nach {columns}. Die Liste selbst behält ihre eigene Reihenfolge.</translation>
    </message>
    <message>
        <source>New playlist</source>
        <translation>Neue Wiedergabeliste</translation>
    </message>
    <message numerus="yes">
        <source>%Ln track(s) in the new playlist {name}.</source>
        <translation>
            <numerusform>%Ln Titel in der neuen Wiedergabeliste {name}.</numerusform>
            <numerusform>%Ln Titel in der neuen Wiedergabeliste {name}.</numerusform>
        </translation>
    </message>
    <message>
        <source>New smart playlist</source>
        <translation>Neue intelligente Liste</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>Neuer Ordner</translation>
    </message>
    <message>
        <source>Folder {name} deleted.</source>
        <translation>Ordner {name} gelöscht.</translation>
    </message>
    <message>
        <source>Playlist {name} deleted.</source>
        <translation>Wiedergabeliste {name} gelöscht.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln track(s) added to {name}.</source>
        <translation>
            <numerusform>%Ln Titel zu {name} hinzugefügt.</numerusform>
            <numerusform>%Ln Titel zu {name} hinzugefügt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln track(s) taken out of the playlist.</source>
        <translation>
            <numerusform>%Ln Titel aus der Wiedergabeliste genommen.</numerusform>
            <numerusform>%Ln Titel aus der Wiedergabeliste genommen.</numerusform>
        </translation>
    </message>
    <message>
        <source>The playlist has this order now.</source>
        <translation>Die Wiedergabeliste hat jetzt diese Reihenfolge.</translation>
    </message>
    <message>
        <source>Undone: {what}</source>
        <translation>Rückgängig gemacht: {what}</translation>
    </message>
    <message>
        <source>Done again: {what}</source>
        <translation>Wiederhergestellt: {what}</translation>
    </message>
    <message>
        <source>There is nothing in this playlist.</source>
        <translation>In dieser Wiedergabeliste ist nichts.</translation>
    </message>
    <message>
        <source>making {name}</source>
        <translation>{name} anlegen</translation>
    </message>
    <message>
        <source>renaming {name}</source>
        <translation>{name} umbenennen</translation>
    </message>
    <message>
        <source>the rules of {name}</source>
        <translation>Regeln von {name}</translation>
    </message>
    <message>
        <source>moving {name}</source>
        <translation>{name} verschieben</translation>
    </message>
    <message>
        <source>duplicating {name}</source>
        <translation>{name} duplizieren</translation>
    </message>
    <message>
        <source>deleting {name}</source>
        <translation>{name} löschen</translation>
    </message>
    <message>
        <source>adding to {name}</source>
        <translation>zu {name} hinzufügen</translation>
    </message>
    <message>
        <source>taking out of {name}</source>
        <translation>aus {name} herausnehmen</translation>
    </message>
    <message>
        <source>the order of {name}</source>
        <translation>Reihenfolge von {name}</translation>
    </message>
    <message>
        <source>playing now</source>
        <translation>läuft gerade</translation>
    </message>
    <message>
        <source>Name of this radio; empty: as its seeds tell</source>
        <translation>Name dieses Radios; leer: nach seinem Ausgangspunkt</translation>
    </message>
    <message>
        <source>begun {when}</source>
        <translation>begonnen {when}</translation>
    </message>
    <message>
        <source>Past radios</source>
        <translation>Frühere Radios</translation>
    </message>
    <message>
        <source>Go on with it  (Return)</source>
        <translation>Weiterhören  (Eingabe)</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>Weiterhören</translation>
    </message>
    <message>
        <source>Begin it anew</source>
        <translation>Neu beginnen</translation>
    </message>
    <message>
        <source>Save as playlist</source>
        <translation>Als Liste speichern</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>No past radios yet</source>
        <translation>Noch keine früheren Radios</translation>
    </message>
    <message>
        <source>Every radio you listen to is kept here, with its seeds and what you said about it.</source>
        <translation>Jedes gehörte Radio bleibt hier, mit seinem Ausgangspunkt und allem, was dazu gesagt wurde.</translation>
    </message>
    <message>
        <source>Shuffle by waiting time</source>
        <translation>Nach Wartezeit mischen</translation>
    </message>
    <message>
        <source>Show in map</source>
        <translation>Auf der Karte zeigen</translation>
    </message>
    <message>
        <source>Show as curves</source>
        <translation>Als Kurven zeigen</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message numerus="yes">
        <source>folder, %Ln playlist(s)</source>
        <translation>
            <numerusform>Ordner, %Ln Wiedergabeliste</numerusform>
            <numerusform>Ordner, %Ln Wiedergabelisten</numerusform>
        </translation>
    </message>
    <message>
        <source>smart playlist</source>
        <translation>intelligente Liste</translation>
    </message>
    <message>
        <source>Tracks of the playlist</source>
        <translation>Titel der Wiedergabeliste</translation>
    </message>
    <message>
        <source>Remove from this playlist</source>
        <translation>Aus dieser Liste nehmen</translation>
    </message>
    <message>
        <source>Name of the playlist</source>
        <translation>Name der Wiedergabeliste</translation>
    </message>
    <message>
        <source>Playlists</source>
        <translation>Wiedergabelisten</translation>
    </message>
    <message>
        <source>New playlist or folder</source>
        <translation>Neue Wiedergabeliste oder neuer Ordner</translation>
    </message>
    <message>
        <source>Drop tracks here, or press +</source>
        <translation>Titel hierher ziehen oder + drücken</translation>
    </message>
    <message>
        <source>Import playlists…</source>
        <translation>Wiedergabelisten importieren …</translation>
    </message>
    <message>
        <source>The way of what plays through sound</source>
        <translation>Der Weg des laufenden Titels durch den Klang</translation>
    </message>
    <message>
        <source>click to play from here</source>
        <translation>Klick spielt von hier</translation>
    </message>
    <message>
        <source>Songs in one space</source>
        <translation>Stücke in einem Raum</translation>
    </message>
    <message>
        <source>Shared axes</source>
        <translation>Gemeinsame Achsen</translation>
    </message>
    <message>
        <source>The directions in which these songs move most</source>
        <translation>Die Richtungen, in denen sich diese Stücke am meisten bewegen</translation>
    </message>
    <message>
        <source>Library axes</source>
        <translation>Achsen der Bibliothek</translation>
    </message>
    <message>
        <source>The directions in which all your music differs most</source>
        <translation>Die Richtungen, in denen sich die ganze Musik am meisten unterscheidet</translation>
    </message>
    <message>
        <source>Auto-rotate</source>
        <translation>Drehen</translation>
    </message>
    <message>
        <source>Add a song…</source>
        <translation>Stück hinzufügen …</translation>
    </message>
    <message>
        <source>Look from the front again</source>
        <translation>Wieder von vorn betrachten</translation>
    </message>
    <message>
        <source>Up to eight songs side by side: how each moves, and where they are nearest.</source>
        <translation>Bis zu acht Stücke nebeneinander: wie sich jedes bewegt und wo sie sich am nächsten sind.</translation>
    </message>
    <message>
        <source>None of these has been heard yet.</source>
        <translation>Keines davon wurde bisher gehört.</translation>
    </message>
    <message>
        <source>Too short for a curve</source>
        <translation>Zu kurz für eine Kurve</translation>
    </message>
    <message>
        <source>Of “{title}” and each of the others.</source>
        <translation>Von „{title}“ und jedem anderen.</translation>
    </message>
    <message>
        <source>Add a song, and both are drawn in one space.</source>
        <translation>Mit einem weiteren Stück werden beide in einem Raum gezeichnet.</translation>
    </message>
    <message>
        <source>No moments of these sound alike.</source>
        <translation>Keine Stellen dieser Stücke klingen ähnlich.</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>Vergleichen mit</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Mehr davon</translation>
    </message>
    <message>
        <source>Not this: play the next one</source>
        <translation>Nicht dies: den nächsten spielen</translation>
    </message>
    <message>
        <source>How it chooses: familiar or new, close or far, calm or lively</source>
        <translation>Wie es wählt: vertraut oder neu, nah oder fern, ruhig oder lebhaft</translation>
    </message>
    <message>
        <source>Steer</source>
        <translation>Lenken</translation>
    </message>
    <message>
        <source>Seeds and likes</source>
        <translation>Ausgangstitel und Gefallenes</translation>
    </message>
    <message>
        <source>Not heard yet</source>
        <translation>Noch nicht gehört</translation>
    </message>
    <message>
        <source>Also start from</source>
        <translation>Auch ausgehen von</translation>
    </message>
    <message>
        <source>Seed, {kind}</source>
        <translation>Ausgangspunkt, {kind}</translation>
    </message>
    <message>
        <source>Liked</source>
        <translation>Gefällt</translation>
    </message>
    <message>
        <source>Not this</source>
        <translation>Nicht dies</translation>
    </message>
    <message>
        <source>{said}, remembered</source>
        <translation>{said}, gemerkt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more</source>
        <translation>
            <numerusform>%Ln weiteres</numerusform>
            <numerusform>%Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>add</source>
        <translation>dazu</translation>
    </message>
    <message>
        <source>Add a track, album, artist or genre to start from</source>
        <translation>Titel, Album, Interpret oder Genre als Ausgangspunkt hinzufügen</translation>
    </message>
    <message>
        <source>Add a seed</source>
        <translation>Ausgangspunkt hinzufügen</translation>
    </message>
    <message>
        <source>{who}. {said}: click to take it back.</source>
        <translation>{who}. {said}: zum Zurücknehmen klicken.</translation>
    </message>
    <message>
        <source>Stop radio; what plays goes on to its end</source>
        <translation>Radio anhalten; der laufende Titel spielt zu Ende</translation>
    </message>
    <message>
        <source>New radio</source>
        <translation>Neues Radio</translation>
    </message>
    <message>
        <source>Radio plays on from anything you choose</source>
        <translation>Radio spielt von allem aus weiter</translation>
    </message>
    <message>
        <source>From a track, an album, an artist, a moment in a song, or from what you have listened to.</source>
        <translation>Von einem Titel, einem Album, einem Interpreten, einer Stelle in einem Stück oder von dem, was bisher gehört wurde.</translation>
    </message>
    <message>
        <source>From what plays</source>
        <translation>Vom laufenden Titel aus</translation>
    </message>
    <message>
        <source>Choose a track</source>
        <translation>Titel wählen</translation>
    </message>
    <message>
        <source>A past radio</source>
        <translation>Ein früheres Radio</translation>
    </message>
    <message>
        <source>Back to the radio</source>
        <translation>Zurück zum Radio</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>Laying out the map</source>
        <translation>Karte wird angeordnet</translation>
    </message>
    <message>
        <source>{share} % of the music here came after the map was laid out.</source>
        <translation>{share} % der Musik hier kamen nach der Anordnung der Karte hinzu.</translation>
    </message>
    <message>
        <source>This layout was stopped before it was done.</source>
        <translation>Diese Anordnung wurde vorzeitig abgebrochen.</translation>
    </message>
    <message>
        <source>Meander has to hear some music first</source>
        <translation>Meander muss erst etwas Musik hören</translation>
    </message>
    <message>
        <source>Each track appears on the map as soon as it has been listened to.</source>
        <translation>Jeder Titel erscheint auf der Karte, sobald er gehört wurde.</translation>
    </message>
    <message>
        <source>Remembering how your music sounds</source>
        <translation>Der Klang der Musik wird geladen</translation>
    </message>
    <message>
        <source>There is no map of this</source>
        <translation>Davon gibt es keine Karte</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Finding what comes next</source>
        <translation>Sucht, was als Nächstes kommt</translation>
    </message>
    <message>
        <source>Nothing more to play from here</source>
        <translation>Von hier aus gibt es nichts mehr zu spielen</translation>
    </message>
    <message>
        <source>What sounds near is played, left out, or on a drive that cannot be reached. Radio goes on by itself when there is something.</source>
        <translation>Was ähnlich klingt, ist gespielt, ausgelassen oder auf einem Laufwerk, das nicht erreichbar ist. Radio geht von selbst weiter, sobald es etwas gibt.</translation>
    </message>
    <message>
        <source>Nothing more to play from this filter</source>
        <translation>Dieser Filter gibt nichts mehr her</translation>
    </message>
    <message>
        <source>Play from everything</source>
        <translation>Aus allem spielen</translation>
    </message>
    <message>
        <source>What “{query}” finds is played or left out, or has not been heard.</source>
        <translation>Was „{query}“ findet, ist gespielt, ausgelassen oder noch nicht gehört.</translation>
    </message>
    <message>
        <source>Start radio from</source>
        <translation>Radio starten von</translation>
    </message>
    <message>
        <source>{done} of {total} heard.</source>
        <translation>{done} von {total} gehört.</translation>
    </message>
    <message>
        <source>Radio starts by itself when there is enough.</source>
        <translation>Radio beginnt von selbst, sobald es genug ist.</translation>
    </message>
    <message>
        <source>“{title}” is among the next, and radio starts by itself.</source>
        <translation>„{title}“ ist bald dran, dann beginnt Radio von selbst.</translation>
    </message>
    <message>
        <source>playing for {time}</source>
        <translation>seit {time}</translation>
    </message>
    <message>
        <source>Play now</source>
        <translation>Jetzt abspielen</translation>
    </message>
    <message>
        <source>Why this one?</source>
        <translation>Warum dieser?</translation>
    </message>
    <message>
        <source>Why not…?</source>
        <translation>Warum nicht …?</translation>
    </message>
    <message>
        <source>Compare with what plays</source>
        <translation>Mit dem laufenden Titel vergleichen</translation>
    </message>
    <message>
        <source>Start radio from it</source>
        <translation>Radio von hier starten</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Take out, without judging it</source>
        <translation>Herausnehmen, ohne Urteil</translation>
    </message>
    <message>
        <source>Take back the like</source>
        <translation>„Gefällt“ zurücknehmen</translation>
    </message>
    <message>
        <source>Remember this like</source>
        <translation>„Gefällt“ merken</translation>
    </message>
    <message>
        <source>Other radios know of it too</source>
        <translation>Auch andere Radios wissen davon</translation>
    </message>
    <message>
        <source>Never by itself</source>
        <translation>Nie von selbst</translation>
    </message>
    <message>
        <source>Remember this refusal</source>
        <translation>„Nicht dies“ merken</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Anything by {artist}</source>
        <translation>Alles von {artist}</translation>
    </message>
    <message>
        <source>The album {album}</source>
        <translation>Das Album {album}</translation>
    </message>
    <message>
        <source>From “{title}”</source>
        <translation>Von „{title}“ aus</translation>
    </message>
    <message>
        <source>From this part of it, at {time}</source>
        <translation>Von dieser Stelle aus, bei {time}</translation>
    </message>
    <message numerus="yes">
        <source>From the selection: %Ln track(s)</source>
        <translation>
            <numerusform>Von der Auswahl aus: %Ln Titel</numerusform>
            <numerusform>Von der Auswahl aus: %Ln Titel</numerusform>
        </translation>
    </message>
    <message>
        <source>From my listening</source>
        <translation>Aus dem Hörverlauf</translation>
    </message>
    <message>
        <source>From a track, album, artist or genre…</source>
        <translation>Von Titel, Album, Interpret oder Genre aus …</translation>
    </message>
    <message>
        <source>More like this  (L)</source>
        <translation>Mehr davon  (L)</translation>
    </message>
    <message>
        <source>Not this  (X)</source>
        <translation>Nicht dies  (X)</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>More  (Menu key)</source>
        <translation>Mehr  (Menütaste)</translation>
    </message>
    <message>
        <source>liked</source>
        <translation>gefällt</translation>
    </message>
    <message>
        <source>Coming up</source>
        <translation>Als Nächstes</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>What one can search for</source>
        <translation>Was sich suchen lässt</translation>
    </message>
    <message>
        <source>What one can search for  (Alt+Down)</source>
        <translation>Was sich suchen lässt  (Alt+Ab)</translation>
    </message>
    <message>
        <source>Recent searches</source>
        <translation>Letzte Suchen</translation>
    </message>
    <message>
        <source>What one can write</source>
        <translation>Was man schreiben kann</translation>
    </message>
    <message>
        <source>Ratings, loves, counts, history and playlists in one readable file, to keep or to move.</source>
        <translation>Bewertungen, Favoriten, Zähler, Verlauf und Wiedergabelisten in einer lesbaren Datei, zum Aufheben oder Umziehen.</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>Wiederherstellen …</translation>
    </message>
    <message>
        <source>From other players</source>
        <translation>Aus anderen Playern</translation>
    </message>
    <message>
        <source>Counts and ratings, matched by path and then by tags. A file imported twice counts once.</source>
        <translation>Zähler und Bewertungen, zugeordnet nach Pfad, dann nach Tags. Eine zweimal importierte Datei zählt einmal.</translation>
    </message>
    <message>
        <source>Import a file…</source>
        <translation>Datei importieren …</translation>
    </message>
    <message>
        <source>Take over stars from tags</source>
        <translation>Sterne aus Tags übernehmen</translation>
    </message>
    <message>
        <source>Export your data</source>
        <translation>Eigene Daten exportieren</translation>
    </message>
    <message>
        <source>Meander export (*.json)</source>
        <translation>Meander-Export (*.json)</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message numerus="yes">
        <source>%Ln track(s) without stars looked at; {rated} have some now.</source>
        <translation>
            <numerusform>%Ln Titel ohne Sterne angesehen; mit Sternen jetzt: {rated}.</numerusform>
            <numerusform>%Ln Titel ohne Sterne angesehen; mit Sternen jetzt: {rated}.</numerusform>
        </translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln track(s) found</source>
        <translation>
            <numerusform>%Ln Titel gefunden</numerusform>
            <numerusform>%Ln Titel gefunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln track(s) not there; all about them comes back with their files</source>
        <translation>
            <numerusform>%Ln Titel nicht vorhanden; alles über ihn kommt mit seiner Datei zurück</numerusform>
            <numerusform>%Ln Titel nicht vorhanden; alles über sie kommt mit ihren Dateien zurück</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln play(s) and %1 playlist(s) added</source>
        <translation>
            <numerusform>%Ln Wiedergabe hinzugefügt, Wiedergabelisten: %1</numerusform>
            <numerusform>%Ln Wiedergaben hinzugefügt, Wiedergabelisten: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Restored</source>
        <translation>Wiederhergestellt</translation>
    </message>
    <message>
        <source>Imported from {program}</source>
        <translation>Importiert aus {program}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln song(s) in the file</source>
        <translation>
            <numerusform>%Ln Stück in der Datei</numerusform>
            <numerusform>%Ln Stücke in der Datei</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln matched by path</source>
        <translation>
            <numerusform>%Ln nach Pfad zugeordnet</numerusform>
            <numerusform>%Ln nach Pfad zugeordnet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln matched by tags</source>
        <translation>
            <numerusform>%Ln nach Tags zugeordnet</numerusform>
            <numerusform>%Ln nach Tags zugeordnet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rating(s) taken over</source>
        <translation>
            <numerusform>%Ln Bewertung übernommen</numerusform>
            <numerusform>%Ln Bewertungen übernommen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln love(s) taken over</source>
        <translation>
            <numerusform>%Ln Favorit übernommen</numerusform>
            <numerusform>%Ln Favoriten übernommen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln play(s) added</source>
        <translation>
            <numerusform>%Ln Wiedergabe hinzugefügt</numerusform>
            <numerusform>%Ln Wiedergaben hinzugefügt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not in the library:</source>
        <translation>
            <numerusform>%Ln nicht in der Bibliothek:</numerusform>
            <numerusform>%Ln nicht in der Bibliothek:</numerusform>
        </translation>
    </message>
    <message>
        <source>File, Library, Export Library… (XML)</source>
        <translation>Ablage, Mediathek, Mediathek exportieren … (XML)</translation>
    </message>
    <message>
        <source>the zip of its export page, or its JSON</source>
        <translation>die ZIP-Datei der Export-Seite oder ihr JSON</translation>
    </message>
    <message>
        <source>CSV or JSON of the usual exporters</source>
        <translation>CSV oder JSON der üblichen Export-Programme</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>One line with the cover when another track begins and you look at something else.</source>
        <translation>Eine Zeile mit Cover, wenn ein neuer Titel beginnt und ein anderes Fenster vorn ist.</translation>
    </message>
    <message>
        <source>Say what plays</source>
        <translation>Laufenden Titel melden</translation>
    </message>
    <message>
        <source>Media keys</source>
        <translation>Medientasten</translation>
    </message>
    <message>
        <source>Play, pause, next, previous</source>
        <translation>Wiedergabe, Pause, vor, zurück</translation>
    </message>
    <message>
        <source>This desktop has no tray now; the choices wait until it has one.</source>
        <translation>Dieser Desktop hat zurzeit keinen Infobereich; die Einstellungen warten, bis er einen hat.</translation>
    </message>
    <message>
        <source>Tray</source>
        <translation>Infobereich</translation>
    </message>
    <message>
        <source>What plays at a glance, and a menu to pause or skip.</source>
        <translation>Was läuft, auf einen Blick, und ein Menü für Pause und nächsten Titel.</translation>
    </message>
    <message>
        <source>Show an icon in the tray</source>
        <translation>Symbol im Infobereich zeigen</translation>
    </message>
    <message>
        <source>The music goes on; the icon brings the window back. Ctrl+Q ends Meander.</source>
        <translation>Die Musik läuft weiter; das Symbol holt das Fenster zurück. Strg+Q beendet Meander.</translation>
    </message>
    <message>
        <source>Closing the window leaves the music on</source>
        <translation>Musik läuft weiter, wenn das Fenster geschlossen wird</translation>
    </message>
    <message>
        <source>The keyboard and headsets reach Meander through the system&apos;s media controls. Always on.</source>
        <translation>Tastatur und Kopfhörer erreichen Meander über die Mediensteuerung des Systems. Immer an.</translation>
    </message>
    <message>
        <source>The keyboard, headsets, the lock screen and panels reach Meander through MPRIS. Always on.</source>
        <translation>Tastatur, Kopfhörer, Sperrbildschirm und Leisten erreichen Meander über MPRIS. Immer an.</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>Press a key&apos;s button, then the new key. Delete takes it away, Escape leaves it as it was.</source>
        <translation>Erst die Schaltfläche, dann die neue Taste drücken. Entf nimmt sie weg, Esc lässt sie, wie sie war.</translation>
    </message>
    <message>
        <source>All as they were</source>
        <translation>Alle wie zu Anfang</translation>
    </message>
    <message>
        <source>{key} is needed in lists and fields.</source>
        <translation>{key} wird in Listen und Feldern gebraucht.</translation>
    </message>
    <message>
        <source>{key} is the key of “{deed}”.</source>
        <translation>{key} gehört schon zu „{deed}“.</translation>
    </message>
    <message>
        <source>Usual key for {deed}</source>
        <translation>Übliche Taste für {deed}</translation>
    </message>
    <message>
        <source>Use it here</source>
        <translation>Hier benutzen</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>So lassen</translation>
    </message>
    <message>
        <source>Press a key…</source>
        <translation>Taste drücken …</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message numerus="yes">
        <source>%Ln play(s) wait to be told.</source>
        <translation>
            <numerusform>%Ln Wiedergabe wartet aufs Melden.</numerusform>
            <numerusform>%Ln Wiedergaben warten aufs Melden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Signed in. Plays are told as they end.</source>
        <translation>Angemeldet. Wiedergaben werden gemeldet, sobald sie enden.</translation>
    </message>
    <message>
        <source>Signed in to {service} as {user}.</source>
        <translation>Bei {service} angemeldet als {user}.</translation>
    </message>
    <message>
        <source>An open archive of what people listen to.</source>
        <translation>Ein offenes Archiv dessen, was Menschen hören.</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>From the settings page of your account there. Kept in the system&apos;s keyring.</source>
        <translation>Von der Einstellungsseite des Kontos dort. Liegt im Schlüsselbund des Systems.</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Asks for an API account of your own, which is free: last.fm/api/account/create.</source>
        <translation>Verlangt ein eigenes, kostenloses API-Konto: last.fm/api/account/create.</translation>
    </message>
    <message>
        <source>Speaks Last.fm&apos;s language, and takes any key and secret.</source>
        <translation>Spricht die Sprache von Last.fm und nimmt jeden Schlüssel und jedes Geheimnis.</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Shared secret</source>
        <translation>Geheimnis (Shared secret)</translation>
    </message>
    <message>
        <source>Both are kept in the system&apos;s keyring.</source>
        <translation>Beides liegt im Schlüsselbund des Systems.</translation>
    </message>
    <message>
        <source>I have allowed it</source>
        <translation>Ist erlaubt</translation>
    </message>
    <message>
        <source>Sign in with the browser</source>
        <translation>Im Browser anmelden</translation>
    </message>
    <message>
        <source>Allow Meander in the browser, then come back here.</source>
        <translation>Meander im Browser erlauben, dann hierher zurückkommen.</translation>
    </message>
    <message>
        <source>Songs differ in loudness. What their tags say of it (ReplayGain, R128) is used, else what was measured in the background. Files are not changed.</source>
        <translation>Stücke sind verschieden laut. Benutzt wird, was ihre Tags dazu sagen (ReplayGain, R128), sonst, was im Hintergrund gemessen wurde. Dateien bleiben unverändert.</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Lautstärkeangleichung</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Album by album</source>
        <translation>Albumweise</translation>
    </message>
    <message>
        <source>Track by track</source>
        <translation>Titelweise</translation>
    </message>
    <message>
        <source>As recorded</source>
        <translation>Wie aufgenommen</translation>
    </message>
    <message>
        <source>Automatic keeps an album as it was mixed while it plays in order.</source>
        <translation>Automatisch lässt ein Album, wie es gemischt wurde, solange es der Reihe nach läuft.</translation>
    </message>
    <message>
        <source>Even out</source>
        <translation>Angleichen</translation>
    </message>
    <message>
        <source>On top of that, for tracks whose loudness is known.</source>
        <translation>Zusätzlich, für Titel mit bekannter Lautheit.</translation>
    </message>
    <message>
        <source>Preamplifier</source>
        <translation>Vorverstärkung</translation>
    </message>
    <message>
        <source>While the loudness of a track is not known yet.</source>
        <translation>Solange die Lautheit eines Titels noch nicht bekannt ist.</translation>
    </message>
    <message>
        <source>Unknown tracks</source>
        <translation>Unbekannte Titel</translation>
    </message>
    <message>
        <source>Plays a track less loud where its loudest moment would distort.</source>
        <translation>Spielt einen Titel leiser, wo seine lauteste Stelle verzerren würde.</translation>
    </message>
    <message>
        <source>Prevent clipping</source>
        <translation>Übersteuern verhindern</translation>
    </message>
    <message>
        <source>Between tracks</source>
        <translation>Zwischen Titeln</translation>
    </message>
    <message>
        <source>Tracks of an album that run into each other are never mixed.</source>
        <translation>Titel eines Albums, die ineinander übergehen, werden nie überblendet.</translation>
    </message>
    <message>
        <source>Crossfade</source>
        <translation>Überblendung</translation>
    </message>
    <message>
        <source>A fifth of a second, instead of a hard cut.</source>
        <translation>Eine Fünftelsekunde statt eines harten Schnitts.</translation>
    </message>
    <message>
        <source>Fade on pause and stop</source>
        <translation>Bei Pause und Stopp ausblenden</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Look for devices again</source>
        <translation>Noch einmal nach Geräten sehen</translation>
    </message>
    <message>
        <source>When it is unplugged, the music goes on through the system&apos;s choice, and comes back.</source>
        <translation>Wird es abgezogen, läuft die Musik über die Wahl des Systems weiter und kommt später zurück.</translation>
    </message>
    <message>
        <source>Both sides from both loudspeakers, for one ear or one box.</source>
        <translation>Beide Seiten aus beiden Lautsprechern, für ein Ohr oder eine Box.</translation>
    </message>
    <message>
        <source>Mono</source>
        <translation>Mono</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>Balance</translation>
    </message>
    <message>
        <source>Ten bands, each of an octave.</source>
        <translation>Zehn Bänder, jedes eine Oktave breit.</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <source>Open the equaliser</source>
        <translation>Equalizer öffnen</translation>
    </message>
    <message>
        <source>Your own</source>
        <translation>Eigene</translation>
    </message>
    <message>
        <source>{decibels} dB</source>
        <translation>{decibels} dB</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>middle</source>
        <translation>Mitte</translation>
    </message>
    <message>
        <source>{percent} % left</source>
        <translation>{percent} % links</translation>
    </message>
    <message>
        <source>{percent} % right</source>
        <translation>{percent} % rechts</translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>Noch nichts da</translation>
    </message>
    <message>
        <source>It fills as you listen.</source>
        <translation>Füllt sich beim Hören.</translation>
    </message>
    <message>
        <source>Rules of the smart playlist</source>
        <translation>Regeln der intelligenten Liste</translation>
    </message>
    <message>
        <source>All tracks</source>
        <translation>Alle Titel</translation>
    </message>
    <message>
        <source>Tracks that match</source>
        <translation>Passende Titel</translation>
    </message>
    <message>
        <source>Show as search</source>
        <translation>Als Suche zeigen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>4 stars and more</source>
        <translation>4 Sterne und mehr</translation>
    </message>
    <message>
        <source>Never played</source>
        <translation>Nie gespielt</translation>
    </message>
    <message>
        <source>Added in the last 30 days</source>
        <translation>In den letzten 30 Tagen hinzugefügt</translation>
    </message>
    <message>
        <source>Not heard for a year</source>
        <translation>Seit einem Jahr nicht gehört</translation>
    </message>
    <message>
        <source>Longer than 10 minutes</source>
        <translation>Länger als 10 Minuten</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Library order</source>
        <translation>Wie in der Bibliothek</translation>
    </message>
    <message>
        <source>Play from {time}</source>
        <translation>Ab {time} spielen</translation>
    </message>
    <message>
        <source>More like this part</source>
        <translation>Mehr wie diese Stelle</translation>
    </message>
    <message>
        <source>Song path from this song…</source>
        <translation>Klangweg von diesem Stück …</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>Zufällig</translation>
    </message>
    <message>
        <source>Longest waiting first</source>
        <translation>Lange nicht Gehörtes zuerst</translation>
    </message>
    <message>
        <source>Downwards</source>
        <translation>Absteigend</translation>
    </message>
    <message>
        <source>in the order of</source>
        <translation>sortiert nach</translation>
    </message>
    <message>
        <source>at most</source>
        <translation>höchstens</translation>
    </message>
    <message>
        <source>How many at most</source>
        <translation>Wie viele höchstens</translation>
    </message>
    <message>
        <source>Counted in</source>
        <translation>Gezählt in</translation>
    </message>
    <message>
        <source>Which come first</source>
        <translation>Welche zuerst</translation>
    </message>
    <message>
        <source>Upwards</source>
        <translation>Aufsteigend</translation>
    </message>
    <message>
        <source>tracks</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>megabytes</source>
        <translation>Megabyte</translation>
    </message>
    <message>
        <source>the first in this order</source>
        <translation>die ersten dieser Reihenfolge</translation>
    </message>
    <message>
        <source>at random, anew each day</source>
        <translation>zufällige, jeden Tag neu</translation>
    </message>
    <message>
        <source>the most played</source>
        <translation>die meistgespielten</translation>
    </message>
    <message>
        <source>the least played</source>
        <translation>die am wenigsten gespielten</translation>
    </message>
    <message>
        <source>the last played</source>
        <translation>die zuletzt gespielten</translation>
    </message>
    <message>
        <source>the longest not played</source>
        <translation>die am längsten nicht gespielten</translation>
    </message>
    <message>
        <source>the highest rated</source>
        <translation>die bestbewerteten</translation>
    </message>
    <message>
        <source>the lowest rated</source>
        <translation>die am schlechtesten bewerteten</translation>
    </message>
    <message>
        <source>the newest</source>
        <translation>die neuesten</translation>
    </message>
    <message>
        <source>the oldest</source>
        <translation>die ältesten</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>Spalten zurücksetzen</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>Sortieren nach</translation>
    </message>
    <message>
        <source>Then by</source>
        <translation>Dann nach</translation>
    </message>
    <message>
        <source>Edit tags</source>
        <translation>Tags bearbeiten</translation>
    </message>
    <message>
        <source>All chosen tracks together</source>
        <translation>Alle gewählten Titel zusammen</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Number tracks…</source>
        <translation>Titel nummerieren …</translation>
    </message>
    <message>
        <source>Tidy up</source>
        <translation>Aufräumen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message numerus="yes">
        <source>Reading %Ln file(s)…</source>
        <translation>
            <numerusform>%Ln Datei wird gelesen …</numerusform>
            <numerusform>%Ln Dateien werden gelesen …</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln track(s) cannot be edited.</source>
        <translation>
            <numerusform>%Ln Titel lässt sich nicht bearbeiten.</numerusform>
            <numerusform>%Ln Titel lassen sich nicht bearbeiten.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln track(s)</source>
        <translation>
            <numerusform>Alle %Ln Titel</numerusform>
            <numerusform>Alle %Ln Titel</numerusform>
        </translation>
    </message>
    <message>
        <source>One by one</source>
        <translation>Einzeln</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{number} von {count}</translation>
    </message>
    <message>
        <source>Changes ({count})</source>
        <translation>Änderungen ({count})</translation>
    </message>
    <message numerus="yes">
        <source>Save %Ln track(s)</source>
        <translation>
            <numerusform>%Ln Titel speichern</numerusform>
            <numerusform>%Ln Titel speichern</numerusform>
        </translation>
    </message>
    <message>
        <source>{done} of {total} written</source>
        <translation>{done} von {total} geschrieben</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Tempo (BPM)</source>
        <translation>Tempo (BPM)</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>Titel-Nr.</translation>
    </message>
    <message>
        <source>Tracks in all</source>
        <translation>Titel insgesamt</translation>
    </message>
    <message>
        <source>Disc</source>
        <translation>CD</translation>
    </message>
    <message>
        <source>Discs in all</source>
        <translation>CDs insgesamt</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>Track gain</source>
        <translation>Titelanpassung</translation>
    </message>
    <message>
        <source>Track peak</source>
        <translation>Titelspitze</translation>
    </message>
    <message>
        <source>Album gain</source>
        <translation>Albumanpassung</translation>
    </message>
    <message>
        <source>Album peak</source>
        <translation>Albumspitze</translation>
    </message>
    <message>
        <source>Cover</source>
        <translation>Cover</translation>
    </message>
    <message>
        <source>Several: with “;” between</source>
        <translation>Mehrere: mit „;“ dazwischen</translation>
    </message>
    <message>
        <source>1998 or 1998-04-20</source>
        <translation>1998 oder 1998-04-20</translation>
    </message>
    <message>
        <source>By various artists</source>
        <translation>Verschiedene Interpreten</translation>
    </message>
    <message>
        <source>Sorted as</source>
        <translation>Einsortiert als</translation>
    </message>
    <message>
        <source>Beatles, The</source>
        <translation>Beatles, The</translation>
    </message>
    <message>
        <source>Loudness (ReplayGain)</source>
        <translation>Lautheit (ReplayGain)</translation>
    </message>
    <message>
        <source>Lines that begin with their time, as in [01:23.45], follow the music.</source>
        <translation>Zeilen, die mit ihrer Zeit beginnen, wie [01:23.45], folgen der Musik.</translation>
    </message>
    <message>
        <source>Nothing will change yet.</source>
        <translation>Noch ändert sich nichts.</translation>
    </message>
    <message>
        <source>several values</source>
        <translation>mehrere Werte</translation>
    </message>
    <message>
        <source>a picture</source>
        <translation>ein Bild</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message numerus="yes">
        <source>%Ln track(s) were written.</source>
        <translation>
            <numerusform>%Ln Titel wurde geschrieben.</numerusform>
            <numerusform>%Ln Titel wurden geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped; the rest stays as it was.</source>
        <translation>Angehalten; der Rest bleibt, wie er war.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) stay as they were:</source>
        <translation>
            <numerusform>%Ln Datei bleibt, wie sie war:</numerusform>
            <numerusform>%Ln Dateien bleiben, wie sie waren:</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading tags</source>
        <translation>Tags werden gelesen</translation>
    </message>
    <message>
        <source>“{title}” is a part of {file}, as its cue sheet says; parts have no tags of their own to write.</source>
        <translation>„{title}“ ist laut CUE-Datei ein Teil von {file}; Teile haben keine eigenen Tags zum Schreiben.</translation>
    </message>
    <message>
        <source>{file} cannot be read ({why}).</source>
        <translation>{file} ist nicht lesbar ({why}).</translation>
    </message>
    <message>
        <source>Number tracks</source>
        <translation>Titel nummerieren</translation>
    </message>
    <message numerus="yes">
        <source>%Ln track(s) get numbers in the order in which they stand in the list.</source>
        <translation>
            <numerusform>%Ln Titel bekommt eine Nummer.</numerusform>
            <numerusform>%Ln Titel bekommen Nummern in der Reihenfolge, in der sie in der Liste stehen.</numerusform>
        </translation>
    </message>
    <message>
        <source>First number</source>
        <translation>Erste Nummer</translation>
    </message>
    <message>
        <source>Count each disc anew</source>
        <translation>Auf jeder CD neu zählen</translation>
    </message>
    <message>
        <source>Write how many there are, too</source>
        <translation>Auch schreiben, wie viele es sind</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nummerieren</translation>
    </message>
    <message>
        <source>Take out extra spaces</source>
        <translation>Überzählige Leerzeichen entfernen</translation>
    </message>
    <message>
        <source>Begin the words of titles with capitals</source>
        <translation>Wörter der Titel groß beginnen</translation>
    </message>
    <message>
        <source>Swap title and artist</source>
        <translation>Titel und Interpret tauschen</translation>
    </message>
    <message>
        <source>Edit tags…</source>
        <translation>Tags bearbeiten …</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Copy paths</source>
        <translation>Pfade kopieren</translation>
    </message>
    <message>
        <source>Play these {number}</source>
        <translation>Diese {number} abspielen</translation>
    </message>
    <message>
        <source>What has not been heard for longest is likely to come first</source>
        <translation>Was am längsten nicht gehört wurde, kommt wahrscheinlich zuerst</translation>
    </message>
    <message>
        <source>Song path between them…</source>
        <translation>Klangweg dazwischen …</translation>
    </message>
    <message>
        <source>Song path from here…</source>
        <translation>Klangweg von hier …</translation>
    </message>
    <message>
        <source>Never play in radio</source>
        <translation>Nie im Radio spielen</translation>
    </message>
    <message numerus="yes">
        <source>These %Ln track(s)</source>
        <translation>
            <numerusform>Diesen %Ln Titel</numerusform>
            <numerusform>Diese %Ln Titel</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to album</source>
        <translation>Zum Album</translation>
    </message>
    <message>
        <source>Go to artist</source>
        <translation>Zum Interpreten</translation>
    </message>
    <message>
        <source>Love no more</source>
        <translation>Kein Favorit mehr</translation>
    </message>
    <message>
        <source>Love</source>
        <translation>Als Favorit markieren</translation>
    </message>
    <message>
        <source>Write to the files</source>
        <translation>In die Dateien schreiben</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Bewerten</translation>
    </message>
    <message>
        <source>No rating</source>
        <translation>Ohne Bewertung</translation>
    </message>
    <message>
        <source>Add to playlist</source>
        <translation>Zur Wiedergabeliste</translation>
    </message>
    <message>
        <source>Where is your music?</source>
        <translation>Wo ist die Musik?</translation>
    </message>
    <message>
        <source>Meander plays the files you own. It listens to each song once, in the background, and from then on knows how it sounds. Nothing leaves this computer, and your files stay as they are.</source>
        <translation>Meander spielt eigene Musikdateien. Es hört jedes Stück einmal im Hintergrund und weiß von da an, wie es klingt. Nichts verlässt diesen Rechner, und die Dateien bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Any folder, with all that is inside it</source>
        <translation>Irgendein Ordner, mit allem, was darin liegt</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>Your Music folder</source>
        <translation>Der Musikordner</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>Demo ausprobieren</translation>
    </message>
    <message>
        <source>Makes about 60 short pieces to play with; takes a minute</source>
        <translation>Etwa 60 kurze Stücke zum Ausprobieren; dauert eine Minute</translation>
    </message>
    <message>
        <source>Choose a folder with music</source>
        <translation>Ordner mit Musik wählen</translation>
    </message>
    <message>
        <source>On the map</source>
        <translation>Auf der Karte</translation>
    </message>
    <message>
        <source>Start radio from here</source>
        <translation>Radio von hier aus starten</translation>
    </message>
    <message>
        <source>The way of this track through sound</source>
        <translation>Der Weg dieses Titels durch den Klang</translation>
    </message>
    <message>
        <source>click to play from there</source>
        <translation>Klick spielt ab dort</translation>
    </message>
    <message>
        <source>Truly nearest</source>
        <translation>Wirklich am nächsten</translation>
    </message>
    <message>
        <source>in the full space</source>
        <translation>im vollen Raum</translation>
    </message>
    <message>
        <source>Click a point</source>
        <translation>Einen Punkt anklicken</translation>
    </message>
    <message>
        <source>Here is what it is, and what truly sounds nearest to it.</source>
        <translation>Hier steht, was er ist und was ihm wirklich am ähnlichsten klingt.</translation>
    </message>
    <message>
        <source>Play “{title}” from {when} and go on from there</source>
        <translation>„{title}“ ab {when} spielen und von dort weiter</translation>
    </message>
    <message>
        <source>at {time}</source>
        <translation>bei {time}</translation>
    </message>
    <message>
        <source>Play “{title}”</source>
        <translation>„{title}“ abspielen</translation>
    </message>
    <message>
        <source>{track}, likeness {likeness}</source>
        <translation>{track}, Ähnlichkeit {likeness}</translation>
    </message>
    <message>
        <source>Play {song}</source>
        <translation>{song} abspielen</translation>
    </message>
    <message>
        <source>Take {song} out</source>
        <translation>{song} herausnehmen</translation>
    </message>
    <message>
        <source>Stop hearing “{title}”</source>
        <translation>„{title}“ nicht weiter anhören</translation>
    </message>
    <message>
        <source>Hear “{title}” at {when} for ten seconds</source>
        <translation>„{title}“ bei {when} zehn Sekunden anhören</translation>
    </message>
    <message>
        <source>How alike they sound, measured in the full space: 1 is the same</source>
        <translation>Wie ähnlich sie klingen, gemessen im vollen Raum: 1 ist gleich</translation>
    </message>
    <message>
        <source>Songs</source>
        <translation>Stücke</translation>
    </message>
    <message>
        <source>Nearest moments</source>
        <translation>Nächste Stellen</translation>
    </message>
    <message>
        <source>The ways of both songs through sound</source>
        <translation>Die Wege beider Stücke durch den Klang</translation>
    </message>
    <message>
        <source>click to hear it</source>
        <translation>Klick spielt es vor</translation>
    </message>
    <message>
        <source>Here radio tells why it plays what it plays.</source>
        <translation>Hier sagt Radio, warum es spielt, was es spielt.</translation>
    </message>
    <message>
        <source>You chose this one: radio plays on from it.</source>
        <translation>Selbst gewählt: Radio spielt von hier aus weiter.</translation>
    </message>
    <message>
        <source>Radio did not choose this one.</source>
        <translation>Diesen hat Radio nicht ausgesucht.</translation>
    </message>
    <message>
        <source>From {start} to {end} it is nearest to “{title}” at {place}.</source>
        <translation>Von {start} bis {end} ist es „{title}“ bei {place} am nächsten.</translation>
    </message>
    <message>
        <source>Both: {tags}.</source>
        <translation>Gemeinsam: {tags}.</translation>
    </message>
    <message>
        <source>both {tags}</source>
        <translation>gemeinsam: {tags}</translation>
    </message>
    <message>
        <source>{folder} is on a drive that tells of no changes; it is looked through every {often}.</source>
        <translation>{folder} liegt auf einem Laufwerk, das keine Änderungen meldet; alle {often} wird es durchgesehen.</translation>
    </message>
    <message>
        <source>{folder} has more folders than the system will watch; it is looked through every {often}.</source>
        <translation>{folder} hat mehr Ordner, als das System beobachten will; alle {often} wird er durchgesehen.</translation>
    </message>
    <message>
        <source>This system tells of no changes; {folder} is looked through every {often}.</source>
        <translation>Dieses System meldet keine Änderungen; alle {often} wird {folder} durchgesehen.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln minute(s)</source>
        <translation>
            <numerusform>%Ln Minute</numerusform>
            <numerusform>%Ln Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>Pause listening</source>
        <translation>Zuhören anhalten</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Go on listening</source>
        <translation>Weiter zuhören</translation>
    </message>
    <message>
        <source>{number} a minute</source>
        <translation>{number} in der Minute</translation>
    </message>
    <message>
        <source>under a minute left</source>
        <translation>gleich fertig</translation>
    </message>
    <message>
        <source>{minutes} min left</source>
        <translation>noch {minutes} min</translation>
    </message>
    <message>
        <source>{hours} h left</source>
        <translation>noch {hours} h</translation>
    </message>
    <message>
        <source>Choose a picture…</source>
        <translation>Bild wählen …</translation>
    </message>
    <message>
        <source>Paste a picture</source>
        <translation>Bild einfügen</translation>
    </message>
    <message>
        <source>Save the picture as a file…</source>
        <translation>Bild als Datei speichern …</translation>
    </message>
    <message>
        <source>Make the picture smaller</source>
        <translation>Bild verkleinern</translation>
    </message>
    <message>
        <source>Take the cover away</source>
        <translation>Cover entfernen</translation>
    </message>
    <message>
        <source>Take back the change of the cover</source>
        <translation>Änderung des Covers zurücknehmen</translation>
    </message>
    <message>
        <source>Several covers</source>
        <translation>Mehrere Cover</translation>
    </message>
    <message>
        <source>No cover</source>
        <translation>Kein Cover</translation>
    </message>
    <message>
        <source>{count} kB</source>
        <translation>{count} kB</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Choose a picture</source>
        <translation>Bild wählen</translation>
    </message>
    <message>
        <source>There is no picture to paste.</source>
        <translation>Es gibt kein Bild zum Einfügen.</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>{file} could not be written ({why}).</source>
        <translation>{file} konnte nicht geschrieben werden ({why}).</translation>
    </message>
    <message>
        <source>Cover: {what}</source>
        <translation>Cover: {what}</translation>
    </message>
    <message>
        <source>Flat</source>
        <translation>Neutral</translation>
    </message>
    <message>
        <source>More bass</source>
        <translation>Mehr Bass</translation>
    </message>
    <message>
        <source>Less bass</source>
        <translation>Weniger Bass</translation>
    </message>
    <message>
        <source>More treble</source>
        <translation>Mehr Höhen</translation>
    </message>
    <message>
        <source>Less treble</source>
        <translation>Weniger Höhen</translation>
    </message>
    <message>
        <source>Voices</source>
        <translation>Stimmen</translation>
    </message>
    <message>
        <source>Quiet listening (loudness)</source>
        <translation>Leises Hören (Loudness)</translation>
    </message>
    <message>
        <source>Rock</source>
        <translation>Rock</translation>
    </message>
    <message>
        <source>Pop</source>
        <translation>Pop</translation>
    </message>
    <message>
        <source>Electronic</source>
        <translation>Elektronisch</translation>
    </message>
    <message>
        <source>Jazz</source>
        <translation>Jazz</translation>
    </message>
    <message>
        <source>Classical</source>
        <translation>Klassik</translation>
    </message>
    <message>
        <source>Small speakers</source>
        <translation>Kleine Lautsprecher</translation>
    </message>
    <message>
        <source>Headphones</source>
        <translation>Kopfhörer</translation>
    </message>
    <message>
        <source>Late at night</source>
        <translation>Spät am Abend</translation>
    </message>
    <message>
        <source>{hertz} Hz</source>
        <translation>{hertz} Hz</translation>
    </message>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>What you raise is made up for by turning all of it down a little, so that nothing distorts.</source>
        <translation>Wird etwas angehoben, sinkt die Gesamtlautstärke ein wenig, damit nichts verzerrt.</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Keep above other windows</source>
        <translation>Über anderen Fenstern halten</translation>
    </message>
    <message>
        <source>Back to the big window</source>
        <translation>Zurück zum großen Fenster</translation>
    </message>
    <message>
        <source>Love this track</source>
        <translation>Diesen Titel als Favorit markieren</translation>
    </message>
    <message>
        <source>Repeat this track</source>
        <translation>Diesen Titel wiederholen</translation>
    </message>
    <message>
        <source>Repeat all</source>
        <translation>Alle wiederholen</translation>
    </message>
    <message>
        <source>{name}  (Space)</source>
        <translation>{name}  (Leertaste)</translation>
    </message>
    <message>
        <source>Cover of {album}</source>
        <translation>Cover von {album}</translation>
    </message>
    <message>
        <source>Player</source>
        <translation>Player</translation>
    </message>
    <message>
        <source>Shuffle is on: longest waiting first</source>
        <translation>Zufällige Wiedergabe ist an: lange nicht Gehörtes zuerst</translation>
    </message>
    <message>
        <source>Shuffle: longest waiting first</source>
        <translation>Zufällig: lange nicht Gehörtes zuerst</translation>
    </message>
    <message>
        <source>Shuffle is on</source>
        <translation>Zufällige Wiedergabe ist an</translation>
    </message>
    <message>
        <source>Sound on</source>
        <translation>Ton an</translation>
    </message>
    <message>
        <source>Sound: {what}</source>
        <translation>Klang: {what}</translation>
    </message>
    <message>
        <source>Gone from the library</source>
        <translation>Nicht mehr in der Bibliothek</translation>
    </message>
    <message>
        <source>Move up to play next</source>
        <translation>Nach vorn, als Nächstes</translation>
    </message>
    <message>
        <source>Move to the end</source>
        <translation>Ans Ende</translation>
    </message>
    <message>
        <source>Stop after this</source>
        <translation>Danach anhalten</translation>
    </message>
    <message>
        <source>Insert a bridge</source>
        <translation>Brücke einfügen</translation>
    </message>
    <message>
        <source>A track that leads from this one to the next</source>
        <translation>Ein Titel, der von diesem zum nächsten führt</translation>
    </message>
    <message>
        <source>Take out of the queue</source>
        <translation>Aus der Warteschlange nehmen</translation>
    </message>
    <message>
        <source>Start radio from the queue</source>
        <translation>Radio aus der Warteschlange starten</translation>
    </message>
    <message>
        <source>Save the queue as a playlist</source>
        <translation>Als Wiedergabeliste speichern</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Take out all that is still to come</source>
        <translation>Alles, was noch kommt, herausnehmen</translation>
    </message>
    <message>
        <source>Nothing is queued</source>
        <translation>Die Warteschlange ist leer</translation>
    </message>
    <message>
        <source>Play a track, or add some by their menu or by dragging.</source>
        <translation>Einen Titel abspielen oder welche über ihr Menü oder durch Ziehen hinzufügen.</translation>
    </message>
    <message>
        <source>When the queue runs out, from what was in it.</source>
        <translation>Wenn die Warteschlange endet: aus dem, was darin war.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln track(s) to come</source>
        <translation>
            <numerusform>Noch %Ln Titel</numerusform>
            <numerusform>Noch %Ln Titel</numerusform>
        </translation>
    </message>
    <message>
        <source>Remembered</source>
        <translation>Gemerkt</translation>
    </message>
    <message>
        <source>What you told radio to remember. Every radio begins with it.</source>
        <translation>Was das Radio sich merken soll. Jedes Radio beginnt damit.</translation>
    </message>
    <message>
        <source>Never in radio</source>
        <translation>Nie im Radio</translation>
    </message>
    <message>
        <source>These never come by themselves. You can still play them.</source>
        <translation>Das kommt nie von selbst. Abspielen lässt es sich weiterhin.</translation>
    </message>
    <message>
        <source>Rules of radio</source>
        <translation>Regeln des Radios</translation>
    </message>
    <message>
        <source>Where your music is too little for them, radio says which one gives.</source>
        <translation>Wo die Musik dafür nicht reicht, sagt Radio, welche nachgibt.</translation>
    </message>
    <message numerus="yes">
        <source>one in %Ln track(s)</source>
        <translation>
            <numerusform>einer von %Ln Titel</numerusform>
            <numerusform>einer von %Ln Titeln</numerusform>
        </translation>
    </message>
    <message>
        <source>At most one track of an artist in so many.</source>
        <translation>Höchstens ein Titel eines Interpreten unter so vielen.</translation>
    </message>
    <message>
        <source>The same artist</source>
        <translation>Derselbe Interpret</translation>
    </message>
    <message>
        <source>At most one track of an album in so many.</source>
        <translation>Höchstens ein Titel eines Albums unter so vielen.</translation>
    </message>
    <message>
        <source>The same album</source>
        <translation>Dasselbe Album</translation>
    </message>
    <message>
        <source>Audiobooks, podcasts, radio plays. Off, they come only when you play them.</source>
        <translation>Hörbücher, Podcasts, Hörspiele. Sonst kommen sie nur, wenn man sie selbst abspielt.</translation>
    </message>
    <message>
        <source>Spoken word too</source>
        <translation>Auch Gesprochenes</translation>
    </message>
    <message>
        <source>Off, it comes in December alone.</source>
        <translation>Sonst kommt sie nur im Dezember.</translation>
    </message>
    <message>
        <source>Christmas music all year</source>
        <translation>Weihnachtsmusik das ganze Jahr</translation>
    </message>
    <message>
        <source>When the queue runs out, radio plays on from what was in it.</source>
        <translation>Wenn die Warteschlange endet, spielt Radio aus dem weiter, was darin war.</translation>
    </message>
    <message>
        <source>Go on with radio</source>
        <translation>Mit Radio weiter</translation>
    </message>
    <message>
        <source>By waiting time, what you heard lately comes last, and nothing is left out.</source>
        <translation>Nach Wartezeit kommt zuletzt, was gerade erst gehört wurde; nichts wird ausgelassen.</translation>
    </message>
    <message>
        <source>Nothing yet.</source>
        <translation>Noch nichts.</translation>
    </message>
    <message>
        <source>Nothing. The menu of any track has “Never play in radio”.</source>
        <translation>Nichts. „Nie im Radio spielen“ steht im Menü jedes Titels.</translation>
    </message>
    <message>
        <source>more like this</source>
        <translation>mehr davon</translation>
    </message>
    <message>
        <source>not this</source>
        <translation>nicht dies</translation>
    </message>
    <message>
        <source>A track that is gone</source>
        <translation>Ein Titel, der nicht mehr da ist</translation>
    </message>
    <message>
        <source>Take back: {name}</source>
        <translation>Zurücknehmen: {name}</translation>
    </message>
    <message>
        <source>{track}, playing</source>
        <translation>{track}, läuft</translation>
    </message>
    <message>
        <source>{track}, playing; the music stops after it</source>
        <translation>{track}, läuft; danach hält die Musik an</translation>
    </message>
    <message>
        <source>Side panel</source>
        <translation>Seitenleiste</translation>
    </message>
    <message>
        <source>Close this panel</source>
        <translation>Diese Leiste schließen</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>Orte</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Lautstärke</translation>
    </message>
    <message>
        <source>Volume {percent} %</source>
        <translation>Lautstärke {percent} %</translation>
    </message>
    <message>
        <source>Position in the track</source>
        <translation>Stelle im Titel</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>As fast as it is</source>
        <translation>So schnell wie aufgenommen</translation>
    </message>
    <message>
        <source>Sleep timer</source>
        <translation>Einschlaftimer</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>{minutes} minutes</source>
        <translation>{minutes} Minuten</translation>
    </message>
    <message>
        <source>End of track</source>
        <translation>Ende des Titels</translation>
    </message>
    <message>
        <source>End of album</source>
        <translation>Ende des Albums</translation>
    </message>
    <message>
        <source>All settings of the sound</source>
        <translation>Alle Klangeinstellungen</translation>
    </message>
    <message>
        <source>{speed}, {tempo} BPM</source>
        <translation>{speed}, {tempo} BPM</translation>
    </message>
    <message>
        <source>stops in {time}</source>
        <translation>hält an in {time}</translation>
    </message>
    <message>
        <source>The system&apos;s choice</source>
        <translation>Wahl des Systems</translation>
    </message>
    <message>
        <source>{device} (not there now)</source>
        <translation>{device} (zurzeit nicht da)</translation>
    </message>
    <message>
        <source>Take back the change of {field}</source>
        <translation>Änderung von {field} zurücknehmen</translation>
    </message>
    <message>
        <source>Will be empty</source>
        <translation>Wird leer</translation>
    </message>
    <message>
        <source>Several values</source>
        <translation>Mehrere Werte</translation>
    </message>
    <message>
        <source>of</source>
        <translation>von</translation>
    </message>
    <message>
        <source>Act on this notice</source>
        <translation>Dieser Meldung folgen</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln track(s) will play next.</source>
        <translation>
            <numerusform>%Ln Titel kommt als Nächstes.</numerusform>
            <numerusform>%Ln Titel kommen als Nächstes.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln track(s) added to the queue.</source>
        <translation>
            <numerusform>%Ln Titel in der Warteschlange ergänzt.</numerusform>
            <numerusform>%Ln Titel in der Warteschlange ergänzt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln track(s) taken out of the queue.</source>
        <translation>
            <numerusform>%Ln Titel aus der Warteschlange genommen.</numerusform>
            <numerusform>%Ln Titel aus der Warteschlange genommen.</numerusform>
        </translation>
    </message>
    <message>
        <source>{title} by {artist}</source>
        <translation>{title} von {artist}</translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation>{place} von {count}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s)</source>
        <translation>
            <numerusform>%Ln Tag</numerusform>
            <numerusform>%Ln Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hour(s)</source>
        <translation>
            <numerusform>%Ln Stunde</numerusform>
            <numerusform>%Ln Stunden</numerusform>
        </translation>
    </message>
    <message>
        <source>a moment</source>
        <translation>unter 1 min</translation>
    </message>
    <message>
        <source>{hours} h {minutes}</source>
        <translation>{hours} h {minutes}</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) ago</source>
        <translation>
            <numerusform>vor %Ln Tag</numerusform>
            <numerusform>vor %Ln Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>last week</source>
        <translation>letzte Woche</translation>
    </message>
    <message numerus="yes">
        <source>%Ln week(s) ago</source>
        <translation>
            <numerusform>vor %Ln Woche</numerusform>
            <numerusform>vor %Ln Wochen</numerusform>
        </translation>
    </message>
    <message>
        <source>last month</source>
        <translation>letzten Monat</translation>
    </message>
    <message numerus="yes">
        <source>%Ln month(s) ago</source>
        <translation>
            <numerusform>vor %Ln Monat</numerusform>
            <numerusform>vor %Ln Monaten</numerusform>
        </translation>
    </message>
    <message>
        <source>last year</source>
        <translation>letztes Jahr</translation>
    </message>
    <message numerus="yes">
        <source>%Ln year(s) ago</source>
        <translation>
            <numerusform>vor %Ln Jahr</numerusform>
            <numerusform>vor %Ln Jahren</numerusform>
        </translation>
    </message>
    <message>
        <source>{file} cannot be opened: {why}</source>
        <translation>{file} lässt sich nicht öffnen: {why}</translation>
    </message>
    <message>
        <source>{file} has no audio stream</source>
        <translation>{file} enthält keine Tonspur</translation>
    </message>
    <message>
        <source>{file} cannot be decoded: {why}</source>
        <translation>{file} lässt sich nicht dekodieren: {why}</translation>
    </message>
    <message>
        <source>{file} holds no sound that can be decoded</source>
        <translation>{file} enthält keinen Ton, der sich dekodieren lässt</translation>
    </message>
    <message>
        <source>{file} ends before the part that begins at {start} s</source>
        <translation>{file} endet vor dem Teil, der bei {start} s beginnt</translation>
    </message>
    <message>
        <source>This machine has no device {name} that torch can use; there are {devices}.</source>
        <translation>Dieser Rechner hat kein Gerät {name}, das torch benutzen kann; es gibt {devices}.</translation>
    </message>
    <message>
        <source>{file} is damaged ({why}); delete it and run `make setup`.</source>
        <translation>{file} ist beschädigt ({why}); bitte löschen und `make setup` ausführen.</translation>
    </message>
    <message>
        <source>The demo cannot be written to {folder} ({why}).</source>
        <translation>Die Demo lässt sich nicht nach {folder} schreiben ({why}).</translation>
    </message>
    <message>
        <source>nothing is liked yet</source>
        <translation>noch hat nichts gefallen</translation>
    </message>
    <message>
        <source>“{title}”</source>
        <translation>„{title}“</translation>
    </message>
    <message>
        <source>an untitled track</source>
        <translation>ein Titel ohne Namen</translation>
    </message>
    <message>
        <source>a step away from {title}: nothing nearer is left</source>
        <translation>einen Schritt weg von {title}: Näheres ist nicht übrig</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>a step further out from {part}</source>
        <translation>einen Schritt weiter weg von {part}</translation>
    </message>
    <message>
        <source>between {one} and {other}</source>
        <translation>zwischen {one} und {other}</translation>
    </message>
    <message>
        <source>going on from {part}</source>
        <translation>weiter von {part}</translation>
    </message>
    <message>
        <source>like {part}, which you heard to the end</source>
        <translation>wie {part}, zu Ende gehört</translation>
    </message>
    <message>
        <source>like {part}, which you love</source>
        <translation>wie {part}, ein Favorit</translation>
    </message>
    <message>
        <source>almost like {part}</source>
        <translation>fast wie {part}</translation>
    </message>
    <message>
        <source>a little like {part}</source>
        <translation>ein wenig wie {part}</translation>
    </message>
    <message>
        <source>like {part}</source>
        <translation>wie {part}</translation>
    </message>
    <message>
        <source>your moment in {title}</source>
        <translation>{title} (gewählte Stelle)</translation>
    </message>
    <message>
        <source>the opening of {title}</source>
        <translation>{title} (Anfang)</translation>
    </message>
    <message>
        <source>the end of {title}</source>
        <translation>{title} (Ende)</translation>
    </message>
    <message>
        <source>but {one} and {other}</source>
        <translation>aber {one} und {other}</translation>
    </message>
    <message>
        <source>but {how}</source>
        <translation>aber {how}</translation>
    </message>
    <message>
        <source>you loved it, and have not heard it since {year}</source>
        <translation>ein Favorit, seit {year} nicht gehört</translation>
    </message>
    <message>
        <source>you liked it in {year}, and have not heard it since</source>
        <translation>gefiel {year}, seither nicht gehört</translation>
    </message>
    <message>
        <source>new to you</source>
        <translation>noch neu</translation>
    </message>
    <message>
        <source>one that you love</source>
        <translation>ein Favorit</translation>
    </message>
    <message>
        <source>one that you know well</source>
        <translation>gut bekannt</translation>
    </message>
    <message>
        <source>calmer, as you asked</source>
        <translation>ruhiger, wie gewünscht</translation>
    </message>
    <message>
        <source>livelier, as you asked</source>
        <translation>lebhafter, wie gewünscht</translation>
    </message>
    <message>
        <source>alike in timbre</source>
        <translation>ähnlich in der Klangfarbe</translation>
    </message>
    <message>
        <source>alike in rhythm</source>
        <translation>ähnlich im Rhythmus</translation>
    </message>
    <message>
        <source>alike in harmony</source>
        <translation>ähnlich in der Harmonie</translation>
    </message>
    <message>
        <source>alike in timbre and rhythm</source>
        <translation>ähnlich in Klangfarbe und Rhythmus</translation>
    </message>
    <message>
        <source>alike in timbre and harmony</source>
        <translation>ähnlich in Klangfarbe und Harmonie</translation>
    </message>
    <message>
        <source>alike in rhythm and harmony</source>
        <translation>ähnlich in Rhythmus und Harmonie</translation>
    </message>
    <message>
        <source>played before: everything else has been heard</source>
        <translation>schon gespielt: alles andere wurde gehört</translation>
    </message>
    <message>
        <source>another version of a song already played: little else is left</source>
        <translation>andere Fassung eines schon gespielten Stücks: sonst ist wenig übrig</translation>
    </message>
    <message>
        <source>same artist again: your library has few others near here</source>
        <translation>derselbe Interpret noch einmal: die Bibliothek hat hier kaum andere</translation>
    </message>
    <message numerus="yes">
        <source>same artist again after %Ln track(s): your library has few others near here</source>
        <translation>
            <numerusform>derselbe Interpret nach %Ln Titel noch einmal: die Bibliothek hat hier kaum andere</numerusform>
            <numerusform>derselbe Interpret nach %Ln Titeln noch einmal: die Bibliothek hat hier kaum andere</numerusform>
        </translation>
    </message>
    <message>
        <source>same album again: your library has few others near here</source>
        <translation>dasselbe Album noch einmal: die Bibliothek hat hier kaum andere</translation>
    </message>
    <message numerus="yes">
        <source>same album again after %Ln track(s): your library has few others near here</source>
        <translation>
            <numerusform>dasselbe Album nach %Ln Titel noch einmal: die Bibliothek hat hier kaum andere</numerusform>
            <numerusform>dasselbe Album nach %Ln Titeln noch einmal: die Bibliothek hat hier kaum andere</numerusform>
        </translation>
    </message>
    <message>
        <source>Listening, first impressions</source>
        <translation>Zuhören, erster Eindruck</translation>
    </message>
    <message>
        <source>Listening again, more closely</source>
        <translation>Noch einmal, genauer hingehört</translation>
    </message>
    <message>
        <source>{file} was written by a newer Meander; update Meander to read it.</source>
        <translation>{file} stammt von einem neueren Meander; zum Lesen bitte Meander aktualisieren.</translation>
    </message>
    <message>
        <source>{file} is no export of Meander, or damaged ({why}); nothing was changed.</source>
        <translation>{file} ist kein Export von Meander oder beschädigt ({why}); nichts wurde geändert.</translation>
    </message>
    <message>
        <source>it is too long for a cue sheet</source>
        <translation>sie ist zu lang für eine CUE-Datei</translation>
    </message>
    <message>
        <source>it names no tracks</source>
        <translation>sie nennt keine Titel</translation>
    </message>
    <message>
        <source>it names tracks after the end of the file</source>
        <translation>sie nennt Titel nach dem Ende der Datei</translation>
    </message>
    <message>
        <source>its times do not rise from track to track</source>
        <translation>ihre Zeiten steigen nicht von Titel zu Titel</translation>
    </message>
    <message>
        <source>{file} is a damaged database ({why}).</source>
        <translation>{file} ist eine beschädigte Datenbank ({why}).</translation>
    </message>
    <message>
        <source>{file} is not readable as a file of {program} ({why}).</source>
        <translation>{file} ist als Datei von {program} nicht lesbar ({why}).</translation>
    </message>
    <message>
        <source>{file} is no library of Strawberry or Clementine.</source>
        <translation>{file} ist keine Bibliothek von Strawberry oder Clementine.</translation>
    </message>
    <message>
        <source>{file} unpacks to more than can be read.</source>
        <translation>{file} entpackt sich zu mehr, als sich lesen lässt.</translation>
    </message>
    <message>
        <source>{file} is from no player or service that Meander knows.</source>
        <translation>{file} stammt von keinem Player oder Dienst, den Meander kennt.</translation>
    </message>
    <message>
        <source>M4A files hold only whole numbers here, not “{value}”.</source>
        <translation>M4A-Dateien nehmen hier nur ganze Zahlen auf, nicht „{value}“.</translation>
    </message>
    <message>
        <source>Raw AAC files cannot hold tags; in an M4A file the same sound could.</source>
        <translation>Rohe AAC-Dateien können keine Tags aufnehmen; in einer M4A-Datei ginge es.</translation>
    </message>
    <message>
        <source>ID3 tags hold a date as 1998, 1998-04 or 1998-04-20, not “{date}”.</source>
        <translation>ID3-Tags nehmen ein Datum als 1998, 1998-04 oder 1998-04-20 auf, nicht „{date}“.</translation>
    </message>
    <message>
        <source>A cover must be a JPEG or PNG picture.</source>
        <translation>Ein Cover muss ein JPEG- oder PNG-Bild sein.</translation>
    </message>
    <message>
        <source>{file} is too large for a playlist.</source>
        <translation>{file} ist zu groß für eine Wiedergabeliste.</translation>
    </message>
    <message>
        <source>{file} is not a playlist that Meander knows.</source>
        <translation>{file} ist keine Wiedergabeliste, die Meander kennt.</translation>
    </message>
    <message>
        <source>{file} declares entities; Meander reads no such file.</source>
        <translation>{file} deklariert Entitäten; solche Dateien liest Meander nicht.</translation>
    </message>
    <message>
        <source>{file} is damaged: it is no well-formed XML (line {line}).</source>
        <translation>{file} ist beschädigt: kein wohlgeformtes XML (Zeile {line}).</translation>
    </message>
    <message>
        <source>{file}: the ending of a playlist is one of {endings}.</source>
        <translation>{file}: Eine Wiedergabeliste endet auf {endings}.</translation>
    </message>
    <message>
        <source>A playlist needs a name.</source>
        <translation>Eine Wiedergabeliste braucht einen Namen.</translation>
    </message>
    <message>
        <source>A folder cannot lie in itself.</source>
        <translation>Ein Ordner kann nicht in sich selbst liegen.</translation>
    </message>
    <message>
        <source>“{text}” stands without a value.</source>
        <translation>„{text}“ steht ohne Wert da.</translation>
    </message>
    <message>
        <source>“{value}” says nothing to {field}.</source>
        <translation>„{value}“ sagt {field} nichts.</translation>
    </message>
    <message>
        <source>the program that reads tags ended on this file</source>
        <translation>das Programm, das Tags liest, stürzte bei dieser Datei ab</translation>
    </message>
    <message>
        <source>its audio cannot be read</source>
        <translation>der Ton ist nicht lesbar</translation>
    </message>
    <message>
        <source>{place} is not in a folder of the library; add its folder first.</source>
        <translation>{place} liegt in keinem Ordner der Bibliothek; bitte erst den Ordner hinzufügen.</translation>
    </message>
    <message>
        <source>both words, or their beginnings, in any field</source>
        <translation>beide Wörter oder ihre Anfänge, in irgendeinem Feld</translation>
    </message>
    <message>
        <source>the words next to each other</source>
        <translation>die Wörter nebeneinander</translation>
    </message>
    <message>
        <source>in one field: title, artist, albumartist, album, genre, composer, comment</source>
        <translation>in einem Feld: title, artist, albumartist, album, genre, composer, comment</translation>
    </message>
    <message>
        <source>the whole name, and no longer one</source>
        <translation>genau dieser ganze Name</translation>
    </message>
    <message>
        <source>one or the other; brackets hold together</source>
        <translation>eines von beiden; Klammern halten zusammen</translation>
    </message>
    <message>
        <source>without the word; a dash or NOT works before anything</source>
        <translation>ohne das Wort; ein Minus oder NOT geht vor allem</translation>
    </message>
    <message>
        <source>from, to; either may be left out. Also decade:90s and date:1998-04</source>
        <translation>von, bis; eines darf fehlen. Auch decade:90s und date:1998-04</translation>
    </message>
    <message>
        <source>stars; also plays, skips, track, disc, bpm, channels</source>
        <translation>Sterne; auch plays, skips, track, disc, bpm, channels</translation>
    </message>
    <message>
        <source>how long a track is; also length:&gt;10m</source>
        <translation>wie lang ein Titel ist; auch length:&gt;10m</translation>
    </message>
    <message>
        <source>within the last 30 days; h, d, w, m and y are known</source>
        <translation>in den letzten 30 Tagen; bekannt sind h, d, w, m und y</translation>
    </message>
    <message>
        <source>last played longer ago than a year; -played:1y if ever, played:never</source>
        <translation>zuletzt vor mehr als einem Jahr gehört; -played:1y falls überhaupt, played:never</translation>
    </message>
    <message>
        <source>last played before 2024; also added:2024-03 and modified:today</source>
        <translation>zuletzt vor 2024 gehört; auch added:2024-03 und modified:today</translation>
    </message>
    <message>
        <source>part of the folder&apos;s name; path: also of the file&apos;s</source>
        <translation>Teil des Ordnernamens; mit path: auch des Dateinamens</translation>
    </message>
    <message>
        <source>the kind of file; also bitrate:&lt;192 (kbit/s) and samplerate:&gt;=96 (kHz)</source>
        <translation>die Art der Datei; auch bitrate:&lt;192 (kbit/s) und samplerate:&gt;=96 (kHz)</translation>
    </message>
    <message>
        <source>also rated, played, skipped, offline, compilation, lossless, broken, heard</source>
        <translation>auch rated, played, skipped, offline, compilation, lossless, broken, heard</translation>
    </message>
    <message>
        <source>what the tags lack; has:cover what they hold</source>
        <translation>was den Tags fehlt; has:cover, was sie enthalten</translation>
    </message>
    <message>
        <source>what listening found; tag:guitar&gt;0.5 where it is sure</source>
        <translation>was beim Zuhören auffiel; tag:guitar&gt;0.5, wo es sicher ist</translation>
    </message>
    <message>
        <source>as heard; also energy (0 to 1), loudness (dBFS) and brightness (Hz)</source>
        <translation>wie gehört; auch energy (0 bis 1), loudness (dBFS) und brightness (Hz)</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>die Datei ist leer</translation>
    </message>
    <message>
        <source>it is cut short or damaged</source>
        <translation>sie ist abgeschnitten oder beschädigt</translation>
    </message>
    <message>
        <source>The picture is too large for a cover; 16 MiB is the most.</source>
        <translation>Das Bild ist zu groß für ein Cover; höchstens 16 MiB.</translation>
    </message>
    <message>
        <source>Its tags are of another kind now.</source>
        <translation>Die Tags sind inzwischen von anderer Art.</translation>
    </message>
    <message>
        <source>it is read-only</source>
        <translation>schreibgeschützt</translation>
    </message>
    <message>
        <source>Read back, the tags were not those that were meant; the file stays as it was.</source>
        <translation>Beim Zurücklesen waren die Tags nicht die gewollten; die Datei bleibt, wie sie war.</translation>
    </message>
    <message>
        <source>Read back, the sound was not the same; the file stays as it was.</source>
        <translation>Beim Zurücklesen war der Ton nicht derselbe; die Datei bleibt, wie sie war.</translation>
    </message>
    <message>
        <source>Another program changed it meanwhile; nothing was written.</source>
        <translation>Ein anderes Programm hat sie inzwischen geändert; nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>{file}: its tags are damaged and cannot be changed.</source>
        <translation>{file}: Die Tags sind beschädigt und lassen sich nicht ändern.</translation>
    </message>
    <message>
        <source>{file} is no longer there.</source>
        <translation>{file} ist nicht mehr da.</translation>
    </message>
    <message>
        <source>{file} or its folder is read-only.</source>
        <translation>{file} oder der Ordner ist schreibgeschützt.</translation>
    </message>
    <message>
        <source>{file}: there is no room for a copy beside it; free some space.</source>
        <translation>{file}: Daneben ist kein Platz für eine Kopie; bitte Platz schaffen.</translation>
    </message>
    <message>
        <source>its tags are damaged</source>
        <translation>die Tags sind beschädigt</translation>
    </message>
    <message>
        <source>{file} could not be written ({why}); it stays as it was.</source>
        <translation>{file} konnte nicht geschrieben werden ({why}); die Datei bleibt, wie sie war.</translation>
    </message>
    <message>
        <source>{file} cannot be written ({why}).</source>
        <translation>{file} ist nicht beschreibbar ({why}).</translation>
    </message>
    <message>
        <source>ListenBrainz does not know this token; copy it from your settings page there.</source>
        <translation>ListenBrainz kennt dieses Token nicht; es steht dort auf der Einstellungsseite.</translation>
    </message>
    <message>
        <source>{service} answered {status}</source>
        <translation>{service} antwortete {status}</translation>
    </message>
    <message>
        <source>{service} wants you to sign in again ({why}).</source>
        <translation>{service} verlangt eine neue Anmeldung ({why}).</translation>
    </message>
    <message>
        <source>{service} cannot be reached ({why})</source>
        <translation>{service} ist nicht erreichbar ({why})</translation>
    </message>
    <message>
        <source>{file} is missing.</source>
        <translation>{file} fehlt.</translation>
    </message>
    <message>
        <source>{file} is empty.</source>
        <translation>{file} ist leer.</translation>
    </message>
    <message>
        <source>{file} holds no sound that can be played.</source>
        <translation>{file} enthält keinen Ton, der sich abspielen lässt.</translation>
    </message>
    <message>
        <source>{model} cannot hear {file}: {why}</source>
        <translation>{model} kann {file} nicht hören: {why}</translation>
    </message>
    <message>
        <source>{file} could not be heard: {why}</source>
        <translation>{file} konnte nicht gehört werden: {why}</translation>
    </message>
    <message>
        <source>listening to {file} ends its process ({why})</source>
        <translation>beim Hören von {file} endet der Prozess ({why})</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>Zugriff verweigert</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>nicht erlaubt</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Datei oder Ordner nicht gefunden</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>kein Platz mehr auf dem Datenträger</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>schreibgeschütztes Dateisystem</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>Speicherkontingent erschöpft</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>Datei zu groß</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>Dateiname zu lang</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>ist ein Ordner</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>ist kein Ordner</translation>
    </message>
    <message>
        <source>Invalid data found when processing input</source>
        <translation>ungültige Daten</translation>
    </message>
    <message>
        <source>End of file</source>
        <translation>Ende der Datei</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>Verbindung abgelehnt</translation>
    </message>
    <message>
        <source>Connection timed out</source>
        <translation>Zeitüberschreitung der Verbindung</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>Zeitüberschreitung</translation>
    </message>
    <message>
        <source>Name or service not known</source>
        <translation>Name nicht auflösbar</translation>
    </message>
    <message>
        <source>Temporary failure in name resolution</source>
        <translation>Name zurzeit nicht auflösbar</translation>
    </message>
    <message>
        <source>Network is unreachable</source>
        <translation>Netz nicht erreichbar</translation>
    </message>
    <message>
        <source>System default</source>
        <translation>Systemvorgabe</translation>
    </message>
    <message>
        <source>The queue</source>
        <translation>Die Warteschlange</translation>
    </message>
    <message>
        <source>{album} by {artist}</source>
        <translation>{album} von {artist}</translation>
    </message>
    <message>
        <source>This track</source>
        <translation>Dieser Titel</translation>
    </message>
    <message>
        <source>Album {name}</source>
        <translation>Album {name}</translation>
    </message>
    <message>
        <source>Artist {name}</source>
        <translation>Interpret {name}</translation>
    </message>
    <message>
        <source>Genre {name}</source>
        <translation>Genre {name}</translation>
    </message>
    <message>
        <source>Folder {name}</source>
        <translation>Ordner {name}</translation>
    </message>
    <message>
        <source>This radio is no longer kept.</source>
        <translation>Dieses Radio ist nicht mehr da.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln track(s) will not come in radio any more.</source>
        <translation>
            <numerusform>%Ln Titel kommt nicht mehr im Radio.</numerusform>
            <numerusform>%Ln Titel kommen nicht mehr im Radio.</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} will not come in radio any more.</source>
        <translation>{name} kommt nicht mehr im Radio.</translation>
    </message>
    <message>
        <source>{title} is left out of this radio.</source>
        <translation>{title} ist aus diesem Radio genommen.</translation>
    </message>
    <message>
        <source>Radio: {name}</source>
        <translation>Radio: {name}</translation>
    </message>
    <message>
        <source>{name} is no longer kept.</source>
        <translation>{name} wurde entfernt.</translation>
    </message>
    <message>
        <source>What Meander uses has the best figures here; where ranges overlap, that may be chance.</source>
        <translation>Was Meander benutzt, hat hier die besten Werte; wo Bereiche sich überschneiden, kann das Zufall sein.</translation>
    </message>
    <message>
        <source>Where another row is ahead of what Meander uses, that may be chance.</source>
        <translation>Wo eine andere Zeile vor dem liegt, was Meander benutzt, kann das Zufall sein.</translation>
    </message>
    <message>
        <source>“{name}”</source>
        <translation>„{name}“</translation>
    </message>
    <message>
        <source>Better here than what Meander uses: {names}.</source>
        <translation>Hier besser als das, was Meander benutzt: {names}.</translation>
    </message>
    <message>
        <source>Better than what Meander uses in {some} of {all} columns: {names}.</source>
        <translation>In {some} von {all} Spalten besser als das, was Meander benutzt: {names}.</translation>
    </message>
    <message>
        <source>took {seconds} s</source>
        <translation>dauerte {seconds} s</translation>
    </message>
    <message>
        <source>took {time}</source>
        <translation>dauerte {time}</translation>
    </message>
    <message>
        <source>A made-up listener with a known taste hears a hundred tracks, and skips what does not please.</source>
        <translation>Ein erdachter Hörer mit bekanntem Geschmack hört hundert Titel und überspringt, was nicht gefällt.</translation>
    </message>
    <message>
        <source>Each song looks for the others of its album, and of its artist, by sound alone.</source>
        <translation>Jedes Stück sucht die anderen seines Albums und seines Interpreten, allein nach dem Klang.</translation>
    </message>
    <message>
        <source>Each song looks for its genre among other artists, and for other edits of itself.</source>
        <translation>Jedes Stück sucht sein Genre bei anderen Interpreten und andere Fassungen seiner selbst.</translation>
    </message>
    <message>
        <source>From M songs of an artist: do the others of that artist come first?</source>
        <translation>Von M Stücken eines Interpreten aus: Kommen dessen andere zuerst?</translation>
    </message>
    <message>
        <source>From M songs of a genre: does its music by other artists come first?</source>
        <translation>Von M Stücken eines Genres aus: Kommt dessen Musik von anderen Interpreten zuerst?</translation>
    </message>
    <message>
        <source>Half of each playlist is hidden; the other half is asked to find it.</source>
        <translation>Die Hälfte jeder Wiedergabeliste ist verborgen; die andere soll sie finden.</translation>
    </message>
    <message>
        <source>Do a few songs come up everywhere, and do some never come up?</source>
        <translation>Tauchen wenige Stücke überall auf, und manche nie?</translation>
    </message>
    <message>
        <source>Do two ways of listening find the same songs near?</source>
        <translation>Finden zwei Arten des Hörens dieselben Stücke ähnlich?</translation>
    </message>
    <message>
        <source>Does one half of a song find the other among many?</source>
        <translation>Findet die eine Hälfte eines Stücks die andere unter vielen?</translation>
    </message>
    <message>
        <source>How near, how varied and how new is what a radio plays?</source>
        <translation>Wie nah, wie abwechslungsreich und wie neu ist, was ein Radio spielt?</translation>
    </message>
    <message>
        <source>P@10: the share of right ones among the first ten.</source>
        <translation>P@10: der Anteil der richtigen unter den ersten zehn.</translation>
    </message>
    <message>
        <source>MAP@10, AP: the same, and more the further up they stand; 1 is perfect.</source>
        <translation>MAP@10, AP: dasselbe, und mehr, je weiter oben sie stehen; 1 ist vollkommen.</translation>
    </message>
    <message>
        <source>R-precision: the share of right ones among as many as there are in all.</source>
        <translation>R-Precision: der Anteil der richtigen unter so vielen, wie es insgesamt gibt.</translation>
    </message>
    <message>
        <source>R@50: how much of what was hidden is among the first fifty; nDCG@50: and how far up.</source>
        <translation>R@50: wie viel vom Verborgenen unter den ersten fünfzig ist; nDCG@50: und wie weit oben.</translation>
    </message>
    <message>
        <source>Skew: 0 when every song comes up alike, above 1.5 when a few come up everywhere.</source>
        <translation>Schiefe: 0, wenn jedes Stück gleich oft auftaucht; über 1,5, wenn wenige überall auftauchen.</translation>
    </message>
    <message>
        <source>Regret: tracks that pleased less than had the taste been known; M: songs that were liked.</source>
        <translation>Einbuße: Titel, die weniger gefielen, als wäre der Geschmack bekannt gewesen; M: Stücke, die gefielen.</translation>
    </message>
    <message>
        <source>Below each figure stands its range: with other songs of this library as questions, it would lie there 95 times of 100. Where two ranges overlap, the difference may be chance. What Meander uses is coloured, the best of each column bold; ↓ marks what is better when it is small.</source>
        <translation>Unter jeder Zahl steht ihr Bereich: Mit anderen Stücken dieser Bibliothek als Fragen läge sie 95 von 100 Mal darin. Wo zwei Bereiche sich überschneiden, kann der Unterschied Zufall sein. Was Meander benutzt, ist farbig, das Beste jeder Spalte fett; ↓ heißt: kleiner ist besser.</translation>
    </message>
    <message>
        <source>Looking for what belongs together</source>
        <translation>Zusammengehöriges wird gesucht</translation>
    </message>
    <message>
        <source>Asking each song for its album, artist and genre</source>
        <translation>Jedes Stück wird nach Album, Interpret und Genre gefragt</translation>
    </message>
    <message>
        <source>Counting songs that come up everywhere</source>
        <translation>Stücke, die überall auftauchen, werden gezählt</translation>
    </message>
    <message>
        <source>Asking halves of songs for each other</source>
        <translation>Hälften von Stücken suchen einander</translation>
    </message>
    <message>
        <source>Hiding half of each playlist</source>
        <translation>Halbe Wiedergabelisten werden verborgen</translation>
    </message>
    <message>
        <source>Trying made-up tastes</source>
        <translation>Erdachte Geschmäcker werden geprüft</translation>
    </message>
    <message>
        <source>Playing radios</source>
        <translation>Radios werden gespielt</translation>
    </message>
    <message>
        <source>Playing to made-up listeners</source>
        <translation>Erdachten Hörern wird vorgespielt</translation>
    </message>
    <message>
        <source>Testing</source>
        <translation>Prüfung läuft</translation>
    </message>
    <message>
        <source>{measure}: cannot be told</source>
        <translation>{measure}: lässt sich nicht sagen</translation>
    </message>
    <message numerus="yes">
        <source>{measure}: {figure}, between {low} and {high} with 95 % certainty; %Ln asked</source>
        <translation>
            <numerusform>{measure}: {figure}, zwischen {low} und {high} mit 95 % Sicherheit; %Ln Frage</numerusform>
            <numerusform>{measure}: {figure}, zwischen {low} und {high} mit 95 % Sicherheit; %Ln Fragen</numerusform>
        </translation>
    </message>
    <message>
        <source>{rule} fewer tracks</source>
        <translation>{rule} weniger Titel</translation>
    </message>
    <message>
        <source>{rule} more tracks</source>
        <translation>{rule} mehr Titel</translation>
    </message>
    <message>
        <source>no gap</source>
        <translation>kein Abstand</translation>
    </message>
    <message>
        <source>Rules of this radio</source>
        <translation>Regeln dieses Radios</translation>
    </message>
    <message>
        <source>An artist at most every</source>
        <translation>Ein Interpret höchstens alle</translation>
    </message>
    <message>
        <source>An album at most every</source>
        <translation>Ein Album höchstens alle</translation>
    </message>
    <message>
        <source>Spoken word may come</source>
        <translation>Gesprochenes darf kommen</translation>
    </message>
    <message>
        <source>Christmas music may come in any month</source>
        <translation>Weihnachtsmusik darf in jedem Monat kommen</translation>
    </message>
    <message>
        <source>Nothing is repeated, and of versions of a song one plays. Where the library is too small for a rule, radio says so in “Why this one?”.</source>
        <translation>Nichts kommt doppelt, und von mehreren Fassungen eines Stücks spielt eine. Wo die Bibliothek für eine Regel zu klein ist, sagt Radio es unter „Warum dieser?“.</translation>
    </message>
    <message>
        <source>Never in any radio</source>
        <translation>Nie in einem Radio</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Take back: {name} may come</source>
        <translation>Zurücknehmen: {name} darf kommen</translation>
    </message>
    <message>
        <source>Familiar</source>
        <translation>Vertraut</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>What you know well, or what you hardly know</source>
        <translation>Gut Bekanntes oder kaum Bekanntes</translation>
    </message>
    <message>
        <source>Close</source>
        <comment>near</comment>
        <translation>Nah</translation>
    </message>
    <message>
        <source>Adventurous</source>
        <translation>Gewagt</translation>
    </message>
    <message>
        <source>Next to what you like, or further afield</source>
        <translation>Dicht bei dem, was gefällt, oder weiter weg</translation>
    </message>
    <message>
        <source>Steady</source>
        <translation>Beständig</translation>
    </message>
    <message>
        <source>Travelling</source>
        <translation>Reisend</translation>
    </message>
    <message>
        <source>Stays with its seeds, or wanders on with the music</source>
        <translation>Bleibt beim Ausgangspunkt oder zieht mit der Musik weiter</translation>
    </message>
    <message>
        <source>Calmer</source>
        <translation>Ruhiger</translation>
    </message>
    <message>
        <source>Livelier</source>
        <translation>Lebhafter</translation>
    </message>
    <message>
        <source>Where it leads over the next hour</source>
        <translation>Wohin es in der nächsten Stunde führt</translation>
    </message>
    <message>
        <source>everything, or for example genre:jazz year:&lt;1980</source>
        <translation>allem, oder zum Beispiel genre:jazz year:&lt;1980</translation>
    </message>
    <message>
        <source>Only from</source>
        <translation>Nur aus</translation>
    </message>
    <message>
        <source>finds nothing</source>
        <translation>findet nichts</translation>
    </message>
    <message>
        <source>{number} never</source>
        <translation>{number} nie</translation>
    </message>
    <message numerus="yes">
        <source>What never comes: %Ln thing(s)</source>
        <translation>
            <numerusform>Was nie kommt: %Ln Eintrag</numerusform>
            <numerusform>Was nie kommt: %Ln Einträge</numerusform>
        </translation>
    </message>
    <message>
        <source>An artist at most every {artist} tracks, an album every {album}</source>
        <translation>Abstand: Interpret {artist}, Album {album}</translation>
    </message>
    <message>
        <source>An artist at most every {artist} tracks</source>
        <translation>Abstand: Interpret {artist}</translation>
    </message>
    <message>
        <source>An album at most every {album} tracks</source>
        <translation>Abstand: Album {album}</translation>
    </message>
    <message>
        <source>Artists and albums as they come</source>
        <translation>Interpreten und Alben, wie sie kommen</translation>
    </message>
    <message>
        <source>spoken word too</source>
        <translation>auch Gesprochenes</translation>
    </message>
    <message>
        <source>Christmas music too</source>
        <translation>auch Weihnachtsmusik</translation>
    </message>
    <message>
        <source>Where we have been</source>
        <translation>Der Weg bis hierher</translation>
    </message>
    <message>
        <source>Search your music</source>
        <translation>Eigene Musik durchsuchen</translation>
    </message>
    <message>
        <source>what you own and have not heard for a while</source>
        <translation>Eigenes, länger nicht gehört</translation>
    </message>
    <message>
        <source>what you own</source>
        <translation>eigene Musik</translation>
    </message>
    <message>
        <source>Good morning</source>
        <translation>Guten Morgen</translation>
    </message>
    <message>
        <source>Good afternoon</source>
        <translation>Guten Tag</translation>
    </message>
    <message>
        <source>Good evening</source>
        <translation>Guten Abend</translation>
    </message>
    <message>
        <source>The small hours</source>
        <translation>Späte Stunde</translation>
    </message>
    <message>
        <source>Remembering how your music sounds…</source>
        <translation>Der Klang der Musik wird geladen …</translation>
    </message>
    <message>
        <source>Moods, corners and likeness come once your music has been listened to.</source>
        <translation>Stimmungen, Winkel und Ähnlichkeit kommen, sobald die Musik gehört wurde.</translation>
    </message>
    <message>
        <source>{heard} of {tracks} tracks have been listened to so far; the others join as they are heard.</source>
        <translation>{heard} von {tracks} Titeln wurden bisher gehört; die anderen kommen dazu.</translation>
    </message>
    <message>
        <source>or like a track…</source>
        <translation>oder wie ein Titel …</translation>
    </message>
    <message>
        <source>In the mood for</source>
        <translation>In Stimmung für</translation>
    </message>
    <message>
        <source>like “{title}”</source>
        <translation>wie „{title}“</translation>
    </message>
    <message>
        <source>Like {track}: click to take it back</source>
        <translation>Wie {track}: Klick nimmt es zurück</translation>
    </message>
    <message>
        <source>Comes once your music has been listened to</source>
        <translation>Kommt, sobald die Musik gehört wurde</translation>
    </message>
    <message>
        <source>What plays: {title}</source>
        <translation>Laufender Titel: {title}</translation>
    </message>
    <message>
        <source>Find a track</source>
        <translation>Titel suchen</translation>
    </message>
    <message>
        <source>In the mood for what sounds like</source>
        <translation>In Stimmung für etwas wie</translation>
    </message>
    <message>
        <source>Play this corner</source>
        <translation>Diesen Winkel spielen</translation>
    </message>
    <message>
        <source>A corner never heard</source>
        <translation>Ein nie gehörter Winkel</translation>
    </message>
    <message>
        <source>Nothing here now</source>
        <translation>Hier ist gerade nichts</translation>
    </message>
    <message>
        <source>How far a surprise may lead</source>
        <translation>Wie weit eine Überraschung führen darf</translation>
    </message>
    <message>
        <source>near</source>
        <comment>surprises</comment>
        <translation>nah</translation>
    </message>
    <message>
        <source>far</source>
        <comment>surprises</comment>
        <translation>fern</translation>
    </message>
    <message>
        <source>Surprises close to what you like</source>
        <translation>Überraschungen nah an dem, was gefällt</translation>
    </message>
    <message>
        <source>Surprises some way off</source>
        <translation>Überraschungen ein Stück weg</translation>
    </message>
    <message>
        <source>Surprises from anywhere</source>
        <translation>Überraschungen von überall</translation>
    </message>
    <message>
        <source>Surprises far out</source>
        <translation>Überraschungen weit draußen</translation>
    </message>
    <message>
        <source>A track, album, artist or genre</source>
        <translation>Titel, Album, Interpret oder Genre</translation>
    </message>
    <message>
        <source>All that “{query}” finds</source>
        <translation>Alles, was „{query}“ findet</translation>
    </message>
    <message>
        <source>Song path</source>
        <translation>Klangweg</translation>
    </message>
    <message>
        <source>Songs in all</source>
        <translation>Stücke insgesamt</translation>
    </message>
    <message>
        <source>Songs on the way</source>
        <translation>Stücke auf dem Weg</translation>
    </message>
    <message>
        <source>From…</source>
        <translation>Von …</translation>
    </message>
    <message>
        <source>To…</source>
        <translation>Bis …</translation>
    </message>
    <message>
        <source>{track}: click to choose another</source>
        <translation>{track}: Klick wählt ein anderes</translation>
    </message>
    <message>
        <source>Where does it lead from?</source>
        <translation>Wo beginnt der Weg?</translation>
    </message>
    <message>
        <source>Where does it lead to?</source>
        <translation>Wohin führt der Weg?</translation>
    </message>
    <message numerus="yes">
        <source>%Ln song(s)</source>
        <translation>
            <numerusform>%Ln Stück</numerusform>
            <numerusform>%Ln Stücke</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose two songs: Meander finds the way from one to the other.</source>
        <translation>Zwei Stücke wählen: Meander findet den Weg vom einen zum anderen.</translation>
    </message>
    <message>
        <source>That is the same song twice.</source>
        <translation>Das ist zweimal dasselbe Stück.</translation>
    </message>
    <message>
        <source>Finding the way…</source>
        <translation>Der Weg wird gesucht …</translation>
    </message>
    <message>
        <source>There are no more songs on this way.</source>
        <translation>Auf diesem Weg liegen nicht mehr Stücke.</translation>
    </message>
    <message>
        <source>No step is larger than it must be.</source>
        <translation>Kein Schritt ist größer als nötig.</translation>
    </message>
    <message>
        <source>From {one} to {other}</source>
        <translation>Von {one} bis {other}</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 Tage</translation>
    </message>
    <message>
        <source>A year</source>
        <translation>Ein Jahr</translation>
    </message>
    <message>
        <source>As tables</source>
        <translation>Als Tabellen</translation>
    </message>
    <message>
        <source>Your listening will be here</source>
        <translation>Hier erscheint der Hörverlauf</translation>
    </message>
    <message>
        <source>It fills as you listen. What other players have counted can be brought along.</source>
        <translation>Er füllt sich beim Hören. Was andere Player gezählt haben, lässt sich mitbringen.</translation>
    </message>
    <message>
        <source>Adding up…</source>
        <translation>Wird zusammengezählt …</translation>
    </message>
    <message>
        <source>Nothing was played in this time.</source>
        <translation>In dieser Zeit wurde nichts gespielt.</translation>
    </message>
    <message numerus="yes">
        <source>longest streak: %Ln day(s)</source>
        <translation>
            <numerusform>längste Folge: %Ln Tag</numerusform>
            <numerusform>längste Folge: %Ln Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to tell yet</source>
        <translation>Noch nichts zu sagen</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Heard of your music</source>
        <translation>Gehört von der eigenen Musik</translation>
    </message>
    <message>
        <source>New to you</source>
        <translation>Neu entdeckt</translation>
    </message>
    <message>
        <source>Month by month</source>
        <translation>Monat für Monat</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>New tracks, month by month</source>
        <translation>Neue Titel, Monat für Monat</translation>
    </message>
    <message>
        <source>New tracks</source>
        <translation>Neue Titel</translation>
    </message>
    <message>
        <source>Hours of the day</source>
        <translation>Stunden des Tages</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>Stunde</translation>
    </message>
    <message>
        <source>Days of the week</source>
        <translation>Wochentage</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Years of release</source>
        <translation>Erscheinungsjahre</translation>
    </message>
    <message numerus="yes">
        <source>of %Ln track(s)</source>
        <translation>
            <numerusform>von %Ln Titel</numerusform>
            <numerusform>von %Ln Titeln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>on %Ln day(s)</source>
        <translation>
            <numerusform>an %Ln Tag</numerusform>
            <numerusform>an %Ln Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>{heard} of {tracks} tracks</source>
        <translation>{heard} von {tracks} Titeln</translation>
    </message>
    <message>
        <source>first plays of a track</source>
        <translation>erstmals gespielte Titel</translation>
    </message>
    <message numerus="yes">
        <source>%Ln play(s) without a date, from other players, are in the lists alone.</source>
        <translation>
            <numerusform>%Ln Wiedergabe ohne Datum, aus anderen Playern, steht nur in den Listen.</numerusform>
            <numerusform>%Ln Wiedergaben ohne Datum, aus anderen Playern, stehen nur in den Listen.</numerusform>
        </translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number} %</translation>
    </message>
    <message>
        <source>Why not…? Find a track</source>
        <translation>Warum nicht …? Titel suchen</translation>
    </message>
    <message>
        <source>Close this answer</source>
        <translation>Diese Antwort schließen</translation>
    </message>
    <message>
        <source>Let it play again</source>
        <translation>Wieder zulassen</translation>
    </message>
    <message>
        <source>Play it next</source>
        <translation>Als Nächstes spielen</translation>
    </message>
    <message>
        <source>Why does it not play?</source>
        <translation>Warum spielt es nicht?</translation>
    </message>
    <message>
        <source>From {time}</source>
        <translation>Ab {time}</translation>
    </message>
    <message>
        <source>lively</source>
        <translation>lebhaft</translation>
    </message>
    <message>
        <source>calm</source>
        <translation>ruhig</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>bright</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>a little calm</source>
        <translation>etwas ruhig</translation>
    </message>
    <message>
        <source>a little lively</source>
        <translation>etwas lebhaft</translation>
    </message>
    <message>
        <source>a little dark</source>
        <translation>etwas dunkel</translation>
    </message>
    <message>
        <source>a little bright</source>
        <translation>etwas hell</translation>
    </message>
    <message>
        <source>no mood</source>
        <translation>keine Stimmung</translation>
    </message>
    <message>
        <source>nearly no mood</source>
        <translation>fast keine Stimmung</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} bis {high}</translation>
    </message>
    <message>
        <source>neutral</source>
        <translation>neutral</translation>
    </message>
    <message>
        <source>{percent} % {pole}</source>
        <translation>{percent} % {pole}</translation>
    </message>
    <message>
        <source>Still being found</source>
        <translation>Wird noch gesucht</translation>
    </message>
    <message>
        <source>Those before</source>
        <translation>Die davor</translation>
    </message>
    <message>
        <source>Those after</source>
        <translation>Die danach</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>gezeigt</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>verborgen</translation>
    </message>
    <message>
        <source>Click shows or hides it, a double click shows it alone</source>
        <translation>Klick zeigt oder verbirgt es, Doppelklick zeigt es allein</translation>
    </message>
    <message>
        <source>What the colours mean</source>
        <translation>Was die Farben bedeuten</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Fold the legend</source>
        <translation>Legende einklappen</translation>
    </message>
    <message>
        <source>Unfold the legend</source>
        <translation>Legende ausklappen</translation>
    </message>
    <message>
        <source>Shuffle {shelf}</source>
        <translation>{shelf}: zufällig spielen</translation>
    </message>
    <message>
        <source>Show all of {shelf}</source>
        <translation>{shelf}: alle zeigen</translation>
    </message>
    <message>
        <source>near “{title}”</source>
        <translation>nahe „{title}“</translation>
    </message>
    <message>
        <source>Tracks until it followed</source>
        <translation>Titel, bis es folgte</translation>
    </message>
    <message>
        <source>A listener who only skips what is outside one taste</source>
        <translation>Wer nur überspringt, was außerhalb eines Geschmacks liegt</translation>
    </message>
    <message>
        <source>A listener with two tastes</source>
        <translation>Wer zweierlei mag</translation>
    </message>
    <message>
        <source>A listener who changes over to another taste after fifty tracks</source>
        <translation>Wer nach fünfzig Titeln den Geschmack wechselt</translation>
    </message>
    <message>
        <source>A listener who dislikes the livelier half of the songs of a taste</source>
        <translation>Wem die lebhaftere Hälfte eines Geschmacks missfällt</translation>
    </message>
    <message>
        <source>Meander&apos;s radio</source>
        <translation>Das Radio von Meander</translation>
    </message>
    <message>
        <source>Mean of all that pleased</source>
        <translation>Mittel aus allem, was gefiel</translation>
    </message>
    <message>
        <source>Chance</source>
        <translation>Zufall</translation>
    </message>
    <message numerus="yes">
        <source>%Ln listener(s), a hundred tracks each. Tastes are groups by: {kind}.</source>
        <translation>
            <numerusform>%Ln Hörer, hundert Titel. Geschmäcker sind Gruppen nach: {kind}.</numerusform>
            <numerusform>%Ln Hörer, je hundert Titel. Geschmäcker sind Gruppen nach: {kind}.</numerusform>
        </translation>
    </message>
    <message>
        <source>An oracle that knows the taste would please with {best:.0f} of a hundred.</source>
        <translation>Ein Orakel, das den Geschmack kennt, gefiele mit {best:.0f} von hundert.</translation>
    </message>
    <message>
        <source>Pleased, {first} to {last}</source>
        <translation>Gefiel, {first} bis {last}</translation>
    </message>
    <message>
        <source>Regret</source>
        <translation>Einbuße</translation>
    </message>
    <message>
        <source>Of the rarer taste, found</source>
        <translation>Vom selteneren Geschmack gefunden</translation>
    </message>
    <message>
        <source>Disliked trait, {first} to {last}</source>
        <translation>Missfallender Zug, {first} bis {last}</translation>
    </message>
    <message>
        <source>Meander&apos;s ear without timbre</source>
        <translation>Das Ohr von Meander ohne Klangfarbe</translation>
    </message>
    <message>
        <source>R@1</source>
        <translation>R@1</translation>
    </message>
    <message>
        <source>R@5</source>
        <translation>R@5</translation>
    </message>
    <message numerus="yes">
        <source>Of %Ln recording(s), each half looking for the other among as many.</source>
        <translation>
            <numerusform>Von %Ln Aufnahme sucht jede Hälfte die andere unter ebenso vielen.</numerusform>
            <numerusform>Von %Ln Aufnahmen sucht jede Hälfte die andere unter ebenso vielen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Half a song&apos;s timbre Gaussian is not kept, so the whole ear cannot be asked here.</source>
        <translation>Die Klangfarbe eines halben Stücks wird nicht aufgehoben; das ganze Ohr lässt sich hier also nicht fragen.</translation>
    </message>
    <message>
        <source>A song&apos;s other half</source>
        <translation>Die andere Hälfte eines Stücks</translation>
    </message>
    <message>
        <source>These are the playlists of this library.</source>
        <translation>Das sind die Wiedergabelisten dieser Bibliothek.</translation>
    </message>
    <message>
        <source>Albums stand for playlists, of which there are too few.</source>
        <translation>Alben stehen für Wiedergabelisten, von denen es zu wenige gibt.</translation>
    </message>
    <message>
        <source>Folders stand for playlists, of which there are too few.</source>
        <translation>Ordner stehen für Wiedergabelisten, von denen es zu wenige gibt.</translation>
    </message>
    <message>
        <source>R@50</source>
        <translation>R@50</translation>
    </message>
    <message>
        <source>nDCG@50</source>
        <translation>nDCG@50</translation>
    </message>
    <message numerus="yes">
        <source>%Ln list(s), each halved at random four times.</source>
        <translation>
            <numerusform>%Ln Liste, viermal zufällig halbiert.</numerusform>
            <numerusform>%Ln Listen, jede viermal zufällig halbiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Playlists, half of each hidden</source>
        <translation>Wiedergabelisten, halb verborgen</translation>
    </message>
    <message>
        <source>Most played and most listed</source>
        <translation>Meistgespielt und am häufigsten in Listen</translation>
    </message>
    <message>
        <source>Skew, as it is</source>
        <translation>Schiefe, unberichtigt</translation>
    </message>
    <message>
        <source>Skew, corrected</source>
        <translation>Schiefe, berichtigt</translation>
    </message>
    <message>
        <source>Never near, as it is</source>
        <translation>Nie nah, unberichtigt</translation>
    </message>
    <message>
        <source>Never near, corrected</source>
        <translation>Nie nah, berichtigt</translation>
    </message>
    <message>
        <source>Skewness of how often each song is among the ten nearest of another; the share that never is.</source>
        <translation>Schiefe der Häufigkeit, mit der ein Stück unter den zehn nächsten eines anderen ist; der Anteil, der es nie ist.</translation>
    </message>
    <message numerus="yes">
        <source>Counted among %Ln recording(s). Hubs grow with the library.</source>
        <translation>
            <numerusform>Gezählt unter %Ln Aufnahme. Hubs wachsen mit der Bibliothek.</numerusform>
            <numerusform>Gezählt unter %Ln Aufnahmen. Hubs wachsen mit der Bibliothek.</numerusform>
        </translation>
    </message>
    <message>
        <source>Hubs</source>
        <translation>Hubs</translation>
    </message>
    <message>
        <source>S_10: the share of a song&apos;s ten nearest that two ways of hearing have in common.</source>
        <translation>S_10: der Anteil der zehn nächsten eines Stücks, den zwei Arten des Hörens gemeinsam haben.</translation>
    </message>
    <message>
        <source>How far they agree</source>
        <translation>Wie weit sie übereinstimmen</translation>
    </message>
    <message>
        <source>Fewer than {least} recordings of 30 s and more have been heard; listen to more music first.</source>
        <translation>Es wurden weniger als {least} Aufnahmen von 30 s und mehr gehört; bitte erst mehr Musik hören lassen.</translation>
    </message>
    <message>
        <source>Albums and artists</source>
        <translation>Alben und Interpreten</translation>
    </message>
    <message>
        <source>Genres, and other edits of a song</source>
        <translation>Genres und andere Fassungen eines Stücks</translation>
    </message>
    <message>
        <source>{question}: no two groups are large enough.</source>
        <translation>{question}: Keine zwei Gruppen sind groß genug.</translation>
    </message>
    <message>
        <source>Playlists: there are too few playlists, albums and folders.</source>
        <translation>Wiedergabelisten: Es gibt zu wenige Listen, Alben und Ordner.</translation>
    </message>
    <message>
        <source>Playlists, by popularity: nothing has been played.</source>
        <translation>Wiedergabelisten nach Beliebtheit: Es wurde noch nichts gespielt.</translation>
    </message>
    <message>
        <source>A song&apos;s other half: its windows were not kept.</source>
        <translation>Die andere Hälfte eines Stücks: Der Klang jedes Augenblicks wurde nicht aufgehoben.</translation>
    </message>
    <message>
        <source>Simulated listeners: no two groups of songs are large enough.</source>
        <translation>Erdachte Hörer: Keine zwei Gruppen von Stücken sind groß genug.</translation>
    </message>
    <message>
        <source>{question}: {why}.</source>
        <translation>{question}: {why}.</translation>
    </message>
    <message numerus="yes">
        <source>{model} has heard too little to be compared (%Ln recording(s)).</source>
        <translation>
            <numerusform>{model} hat für einen Vergleich zu wenig gehört (%Ln Aufnahme).</numerusform>
            <numerusform>{model} hat für einen Vergleich zu wenig gehört (%Ln Aufnahmen).</numerusform>
        </translation>
    </message>
    <message>
        <source>Whole folders were drawn: {asked} of {possible} recordings.</source>
        <translation>Ganze Ordner wurden ausgelost: {asked} von {possible} Aufnahmen.</translation>
    </message>
    <message>
        <source>Tags and folders stand for what sounds alike; they are a weak truth, and nobody listened.</source>
        <translation>Tags und Ordner stehen für das, was ähnlich klingt; das ist eine schwache Wahrheit, und niemand hat hingehört.</translation>
    </message>
    <message>
        <source>Intervals (95 %) are for other questions to this library, not for another library.</source>
        <translation>Die Bereiche (95 %) gelten für andere Fragen an diese Bibliothek, nicht für eine andere Bibliothek.</translation>
    </message>
    <message>
        <source>Songs of one album are not independent: differences are less sure than intervals make them.</source>
        <translation>Stücke eines Albums sind nicht unabhängig: Unterschiede sind weniger sicher, als die Bereiche glauben machen.</translation>
    </message>
    <message>
        <source>Meander&apos;s constants were chosen on free game soundtracks, which flatters figures of such music.</source>
        <translation>Meanders Konstanten wurden an freier Spielemusik gewählt, was Zahlen für solche Musik schmeichelt.</translation>
    </message>
    <message>
        <source>Distance to the seed</source>
        <translation>Abstand zum Ausgangspunkt</translation>
    </message>
    <message>
        <source>Distance within</source>
        <translation>Abstand untereinander</translation>
    </message>
    <message>
        <source>Artists in twenty</source>
        <translation>Interpreten unter zwanzig</translation>
    </message>
    <message>
        <source>Albums in twenty</source>
        <translation>Alben unter zwanzig</translation>
    </message>
    <message>
        <source>Never played before</source>
        <translation>Nie zuvor gespielt</translation>
    </message>
    <message>
        <source>Share of the library that came</source>
        <translation>Anteil der Bibliothek, der kam</translation>
    </message>
    <message numerus="yes">
        <source>%Ln radio(s) of twenty tracks, each from one random song.</source>
        <translation>
            <numerusform>%Ln Radio mit zwanzig Titeln, von einem zufälligen Stück aus.</numerusform>
            <numerusform>%Ln Radios mit zwanzig Titeln, jedes von einem zufälligen Stück aus.</numerusform>
        </translation>
    </message>
    <message>
        <source>Distances are the ear&apos;s: two songs of this library are 0 apart on average, with a spread of 1.</source>
        <translation>Abstände sind die des Ohrs: Zwei Stücke dieser Bibliothek liegen im Mittel 0 auseinander, mit einer Streuung von 1.</translation>
    </message>
    <message>
        <source>Where no artist or album is said, the folder counts.</source>
        <translation>Wo weder Interpret noch Album steht, zählt der Ordner.</translation>
    </message>
    <message>
        <source>What radios play</source>
        <translation>Was Radios spielen</translation>
    </message>
    <message>
        <source>Mean vector, no rules</source>
        <translation>Mittelvektor, ohne Regeln</translation>
    </message>
    <message>
        <source>Album MAP@10</source>
        <translation>Album MAP@10</translation>
    </message>
    <message>
        <source>Album R-precision</source>
        <translation>Album R-Precision</translation>
    </message>
    <message>
        <source>no album has three recordings</source>
        <translation>kein Album hat drei Aufnahmen</translation>
    </message>
    <message>
        <source>Artist MAP@10</source>
        <translation>Interpret MAP@10</translation>
    </message>
    <message>
        <source>Artist R-precision</source>
        <translation>Interpret R-Precision</translation>
    </message>
    <message>
        <source>no artist has three recordings</source>
        <translation>kein Interpret hat drei Aufnahmen</translation>
    </message>
    <message>
        <source>no artist has recordings on two albums</source>
        <translation>kein Interpret hat Aufnahmen auf zwei Alben</translation>
    </message>
    <message>
        <source>Artist, other albums, MAP@10</source>
        <translation>Interpret, andere Alben, MAP@10</translation>
    </message>
    <message>
        <source>no genre has eleven recordings by several artists</source>
        <translation>kein Genre hat elf Aufnahmen von mehreren Interpreten</translation>
    </message>
    <message>
        <source>Genre P@10, other artists</source>
        <translation>Genre P@10, andere Interpreten</translation>
    </message>
    <message>
        <source>Other edit first</source>
        <translation>Andere Fassung zuerst</translation>
    </message>
    <message>
        <source>Among ten</source>
        <translation>Unter zehn</translation>
    </message>
    <message>
        <source>Median place</source>
        <translation>Mittlerer Platz</translation>
    </message>
    <message>
        <source>no song is there in two edits</source>
        <translation>kein Stück ist in zwei Fassungen da</translation>
    </message>
    <message>
        <source>Folder P@10</source>
        <translation>Ordner P@10</translation>
    </message>
    <message>
        <source>Folder MAP</source>
        <translation>Ordner MAP</translation>
    </message>
    <message>
        <source>no folder has eleven recordings</source>
        <translation>kein Ordner hat elf Aufnahmen</translation>
    </message>
    <message>
        <source>no folder has several artists with three recordings each</source>
        <translation>kein Ordner hat mehrere Interpreten mit je drei Aufnahmen</translation>
    </message>
    <message>
        <source>Artist within folder P@5</source>
        <translation>Interpret im Ordner P@5</translation>
    </message>
    <message>
        <source>{question}: asked of {asked} recordings, drawn from {possible}.</source>
        <translation>{question}: an {asked} Aufnahmen gefragt, ausgelost aus {possible}.</translation>
    </message>
    <message>
        <source>Meander&apos;s ear</source>
        <translation>Das Ohr von Meander</translation>
    </message>
    <message>
        <source>MFCC Gaussian alone</source>
        <translation>MFCC-Gauß allein</translation>
    </message>
    <message>
        <source>Meander&apos;s score</source>
        <translation>Die Wertung von Meander</translation>
    </message>
    <message>
        <source>Plain D, {model}</source>
        <translation>Reines D, {model}</translation>
    </message>
    <message>
        <source>Mean vector, {model}</source>
        <translation>Mittelvektor, {model}</translation>
    </message>
    <message>
        <source>Mean distance of the ear</source>
        <translation>Mittlerer Abstand des Ohrs</translation>
    </message>
    <message>
        <source>Radio from songs of one artist</source>
        <translation>Radio von Stücken eines Interpreten aus</translation>
    </message>
    <message>
        <source>Radio from songs of one genre, other artists found</source>
        <translation>Radio von Stücken eines Genres aus, andere Interpreten gefunden</translation>
    </message>
    <message>
        <source>Radio from songs of one folder</source>
        <translation>Radio von Stücken eines Ordners aus</translation>
    </message>
    <message>
        <source>P@10, M = {likes}</source>
        <translation>P@10, M = {likes}</translation>
    </message>
    <message>
        <source>AP, M = {likes}</source>
        <translation>AP, M = {likes}</translation>
    </message>
    <message>
        <source>Skew, M = {likes}</source>
        <translation>Schiefe, M = {likes}</translation>
    </message>
    <message>
        <source>Never near, M = {likes}</source>
        <translation>Nie nah, M = {likes}</translation>
    </message>
    <message>
        <source>ahead of: {other}</source>
        <translation>voraus gegenüber: {other}</translation>
    </message>
    <message>
        <source>Each taste is M random songs of one group; found are the others of the group. Tastes are paired: the last rows are the mean difference on the same tastes.</source>
        <translation>Jeder Geschmack besteht aus M zufälligen Stücken einer Gruppe; gefunden werden sollen die anderen der Gruppe. Die Geschmäcker sind gepaart: Die letzten Zeilen sind der mittlere Unterschied bei denselben Geschmäckern.</translation>
    </message>
    <message>
        <source>slower</source>
        <translation>langsamer</translation>
    </message>
    <message>
        <source>faster</source>
        <translation>schneller</translation>
    </message>
    <message>
        <source>calmer</source>
        <translation>ruhiger</translation>
    </message>
    <message>
        <source>livelier</source>
        <translation>lebhafter</translation>
    </message>
    <message>
        <source>darker in sound</source>
        <translation>dunkler im Klang</translation>
    </message>
    <message>
        <source>brighter in sound</source>
        <translation>heller im Klang</translation>
    </message>
    <message>
        <source>quieter</source>
        <translation>leiser</translation>
    </message>
    <message>
        <source>louder</source>
        <translation>lauter</translation>
    </message>
    <message>
        <source>Forgotten favourites</source>
        <translation>Vergessene Lieblinge</translation>
    </message>
    <message>
        <source>loved once, waiting since</source>
        <translation>einst gern gehört, seither nicht</translation>
    </message>
    <message>
        <source>Deep cuts</source>
        <translation>Verborgenes</translation>
    </message>
    <message>
        <source>of artists you play</source>
        <translation>von oft gehörten Interpreten</translation>
    </message>
    <message>
        <source>Albums unfinished</source>
        <translation>Angefangene Alben</translation>
    </message>
    <message>
        <source>begun and laid aside</source>
        <translation>begonnen und liegen geblieben</translation>
    </message>
    <message>
        <source>Between two loves</source>
        <translation>Zwischen zwei Lieblingen</translation>
    </message>
    <message>
        <source>little known, and near to both</source>
        <translation>wenig bekannt und beiden nah</translation>
    </message>
    <message>
        <source>closest to your taste first</source>
        <translation>dem Geschmack am nächsten zuerst</translation>
    </message>
    <message>
        <source>the latest added first</source>
        <translation>zuletzt Hinzugefügtes zuerst</translation>
    </message>
    <message>
        <source>Never heard</source>
        <translation>Nie gehört</translation>
    </message>
    <message>
        <source>This time of day</source>
        <translation>Um diese Stunde</translation>
    </message>
    <message>
        <source>what you used to play at this hour</source>
        <translation>was zu dieser Stunde oft lief</translation>
    </message>
    <message>
        <source>This time in {year}</source>
        <translation>Um diese Zeit {year}</translation>
    </message>
    <message>
        <source>what you played around this day</source>
        <translation>was um diesen Tag herum lief</translation>
    </message>
    <message>
        <source>This time in {years} and {year}</source>
        <translation>Um diese Zeit {years} und {year}</translation>
    </message>
    <message>
        <source>another one each day</source>
        <translation>jeden Tag ein anderer</translation>
    </message>
    <message>
        <source>the {share} % nearest to your taste, unheard for a month</source>
        <translation>die {share} %, die dem Geschmack am nächsten sind; seit einem Monat ungehört</translation>
    </message>
    <message>
        <source>the {share} % furthest from your taste, unheard for a month</source>
        <translation>die {share} %, die dem Geschmack am fernsten sind; seit einem Monat ungehört</translation>
    </message>
    <message>
        <source>beyond the {low} % nearest to your taste, within {high} %, unheard for a month</source>
        <translation>jenseits der nächsten {low} %, innerhalb von {high} %; seit einem Monat ungehört</translation>
    </message>
    <message>
        <source>Surprise me</source>
        <translation>Überraschung</translation>
    </message>
    <message>
        <source>anything you have not heard for a month</source>
        <translation>irgendetwas, seit einem Monat nicht gehört</translation>
    </message>
    <message>
        <source>Comes once Meander has listened to your music.</source>
        <translation>Kommt, sobald Meander die Musik gehört hat.</translation>
    </message>
    <message>
        <source>Fills with what you played often and then not for three months.</source>
        <translation>Füllt sich mit dem, was oft lief und dann drei Monate nicht.</translation>
    </message>
    <message>
        <source>You have heard everything you own.</source>
        <translation>Alles Eigene wurde schon gehört.</translation>
    </message>
    <message>
        <source>Fills once there is a year of plays; those of other players can be imported.</source>
        <translation>Füllt sich, sobald ein Jahr an Wiedergaben da ist; die anderer Player lassen sich importieren.</translation>
    </message>
    <message>
        <source>All that would stand here is left out now.</source>
        <translation>Alles, was hier stünde, ist zurzeit ausgenommen.</translation>
    </message>
    <message>
        <source>You know every corner of your music.</source>
        <translation>Jeder Winkel der Musik ist bekannt.</translation>
    </message>
    <message>
        <source>Fills once you have played some tracks of an artist eight times.</source>
        <translation>Füllt sich, sobald Titel eines Interpreten achtmal gespielt wurden.</translation>
    </message>
    <message>
        <source>Fills with albums of which you have heard a part.</source>
        <translation>Füllt sich mit Alben, die zum Teil gehört sind.</translation>
    </message>
    <message>
        <source>Fills once you love two tracks by different artists, or play them often.</source>
        <translation>Füllt sich mit zwei Favoriten verschiedener Interpreten, oder wenn sie oft laufen.</translation>
    </message>
    <message>
        <source>You have heard all of it within a month.</source>
        <translation>Alles davon wurde im letzten Monat gehört.</translation>
    </message>
    <message>
        <source>loved, {ago}</source>
        <translation>Favorit, {ago}</translation>
    </message>
    <message>
        <source>{stars} stars, last in {year}</source>
        <translation>{stars} Sterne, zuletzt {year}</translation>
    </message>
    <message>
        <source>finished {times} of {times}, {year}</source>
        <translation>{times} von {times} zu Ende, {year}</translation>
    </message>
    <message>
        <source>{plays}, last {ago}</source>
        <translation>{plays}, zuletzt {ago}</translation>
    </message>
    <message>
        <source>{plays}, last in {year}</source>
        <translation>{plays}, zuletzt {year}</translation>
    </message>
    <message>
        <source>{plays} in {month} {year}</source>
        <translation>{plays} im {month} {year}</translation>
    </message>
    <message>
        <source>often at this hour, last in {year}</source>
        <translation>oft zu dieser Stunde, zuletzt {year}</translation>
    </message>
    <message>
        <source>January</source>
        <translation>Januar</translation>
    </message>
    <message>
        <source>February</source>
        <translation>Februar</translation>
    </message>
    <message>
        <source>March</source>
        <translation>März</translation>
    </message>
    <message>
        <source>April</source>
        <translation>April</translation>
    </message>
    <message>
        <source>May</source>
        <translation>Mai</translation>
    </message>
    <message>
        <source>June</source>
        <translation>Juni</translation>
    </message>
    <message>
        <source>July</source>
        <translation>Juli</translation>
    </message>
    <message>
        <source>August</source>
        <translation>August</translation>
    </message>
    <message>
        <source>September</source>
        <translation>September</translation>
    </message>
    <message>
        <source>October</source>
        <translation>Oktober</translation>
    </message>
    <message>
        <source>November</source>
        <translation>November</translation>
    </message>
    <message>
        <source>December</source>
        <translation>Dezember</translation>
    </message>
    <message>
        <source>once; {plays} of {artist}</source>
        <translation>einmal; {plays} von {artist}</translation>
    </message>
    <message>
        <source>once in {year}; {plays} of {artist}</source>
        <translation>einmal {year}; {plays} von {artist}</translation>
    </message>
    <message>
        <source>never; {plays} of {artist}</source>
        <translation>nie; {plays} von {artist}</translation>
    </message>
    <message>
        <source>{heard} of {tracks} of “{album}” heard</source>
        <translation>{heard} von {tracks} auf „{album}“ gehört</translation>
    </message>
    <message>
        <source>added {ago}</source>
        <translation>hinzugefügt {ago}</translation>
    </message>
    <message>
        <source>another version of “{title}”</source>
        <translation>andere Fassung von „{title}“</translation>
    </message>
    <message>
        <source>further off, “{title}” is nearest</source>
        <translation>weiter weg, am nächsten ist „{title}“</translation>
    </message>
    <message>
        <source>between “{one}” and “{other}”</source>
        <translation>zwischen „{one}“ und „{other}“</translation>
    </message>
    <message>
        <source>last heard {ago}</source>
        <translation>zuletzt gehört {ago}</translation>
    </message>
    <message>
        <source>never played</source>
        <translation>nie gespielt</translation>
    </message>
    <message>
        <source>nearer to your taste than {share} % of your music</source>
        <translation>dem Geschmack näher als {share} % der Musik</translation>
    </message>
    <message>
        <source>further from your taste than {share} % of your music</source>
        <translation>dem Geschmack ferner als {share} % der Musik</translation>
    </message>
    <message>
        <source>Nothing is repeated; of copies and versions of a song, one plays.</source>
        <translation>Nichts kommt doppelt; von Kopien und Fassungen eines Stücks spielt eine.</translation>
    </message>
    <message numerus="yes">
        <source>At most one track of an artist in any %Ln track(s).</source>
        <translation>
            <numerusform>Höchstens ein Titel eines Interpreten in %Ln Titel.</numerusform>
            <numerusform>Höchstens ein Titel eines Interpreten in %Ln Titeln.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At most one track of an album in any %Ln track(s).</source>
        <translation>
            <numerusform>Höchstens ein Titel eines Albums in %Ln Titel.</numerusform>
            <numerusform>Höchstens ein Titel eines Albums in %Ln Titeln.</numerusform>
        </translation>
    </message>
    <message>
        <source>Only what “{query}” finds.</source>
        <translation>Nur, was „{query}“ findet.</translation>
    </message>
    <message>
        <source>No spoken word.</source>
        <translation>Nichts Gesprochenes.</translation>
    </message>
    <message>
        <source>Christmas music in December alone.</source>
        <translation>Weihnachtsmusik nur im Dezember.</translation>
    </message>
    <message>
        <source>A library too small for that gives up the album gap first, then the artist gap.</source>
        <translation>Eine dafür zu kleine Bibliothek gibt erst den Abstand der Alben auf, dann den der Interpreten.</translation>
    </message>
    <message>
        <source>Another version of it plays: {title}.</source>
        <translation>Eine andere Fassung davon spielt: {title}.</translation>
    </message>
    <message>
        <source>Its file is not there now, or cannot be read.</source>
        <translation>Die Datei ist gerade nicht da oder nicht lesbar.</translation>
    </message>
    <message>
        <source>It has not been listened to yet.</source>
        <translation>Es wurde noch nicht gehört.</translation>
    </message>
    <message>
        <source>It is silent.</source>
        <translation>Es ist still.</translation>
    </message>
    <message>
        <source>This radio began with it.</source>
        <translation>Dieses Radio begann damit.</translation>
    </message>
    <message>
        <source>You skipped it soon after it began.</source>
        <translation>Es wurde kurz nach Beginn übersprungen.</translation>
    </message>
    <message>
        <source>You took it out of this radio.</source>
        <translation>Es wurde aus diesem Radio genommen.</translation>
    </message>
    <message>
        <source>It is taken for spoken word, which this radio leaves out.</source>
        <translation>Es gilt als Gesprochenes, das dieses Radio auslässt.</translation>
    </message>
    <message>
        <source>It is taken for Christmas music, which plays in December alone.</source>
        <translation>Es gilt als Weihnachtsmusik, die nur im Dezember spielt.</translation>
    </message>
    <message>
        <source>It is not among what “{query}” finds.</source>
        <translation>Es ist nicht unter dem, was „{query}“ findet.</translation>
    </message>
    <message>
        <source>You said that you do not like it.</source>
        <translation>Es gefällt nicht: So wurde es gesagt.</translation>
    </message>
    <message>
        <source>You told this radio: not this.</source>
        <translation>Diesem Radio wurde gesagt: nicht dies.</translation>
    </message>
    <message numerus="yes">
        <source>Its artist plays too near: it may come after %Ln track(s).</source>
        <translation>
            <numerusform>Der Interpret spielt zu nah: Es darf nach %Ln Titel kommen.</numerusform>
            <numerusform>Der Interpret spielt zu nah: Es darf nach %Ln Titeln kommen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its album plays too near: it may come after %Ln track(s).</source>
        <translation>
            <numerusform>Das Album spielt zu nah: Es darf nach %Ln Titel kommen.</numerusform>
            <numerusform>Das Album spielt zu nah: Es darf nach %Ln Titeln kommen.</numerusform>
        </translation>
    </message>
    <message>
        <source>It plays next.</source>
        <translation>Es spielt als Nächstes.</translation>
    </message>
    <message numerus="yes">
        <source>It comes, after %Ln other(s).</source>
        <translation>
            <numerusform>Es kommt, nach %Ln anderen.</numerusform>
            <numerusform>Es kommt, nach %Ln anderen.</numerusform>
        </translation>
    </message>
    <message>
        <source>It has just played.</source>
        <translation>Es hat gerade gespielt.</translation>
    </message>
    <message numerus="yes">
        <source>It played %Ln track(s) ago.</source>
        <translation>
            <numerusform>Es spielte vor %Ln Titel.</numerusform>
            <numerusform>Es spielte vor %Ln Titeln.</numerusform>
        </translation>
    </message>
    <message>
        <source>Others are nearer.</source>
        <translation>Andere sind näher.</translation>
    </message>
    <message>
        <source>Others are nearer: it is number {place} of {of}.</source>
        <translation>Andere sind näher: Es ist Nummer {place} von {of}.</translation>
    </message>
    <message>
        <source>You never want to hear {name} here.</source>
        <translation>{name} soll hier nie kommen.</translation>
    </message>
    <message>
        <source>You never want to hear the album “{name}” here.</source>
        <translation>Das Album „{name}“ soll hier nie kommen.</translation>
    </message>
    <message>
        <source>You never want to hear the genre {name} here.</source>
        <translation>Das Genre {name} soll hier nie kommen.</translation>
    </message>
    <message>
        <source>You never want to hear the folder {name} here.</source>
        <translation>Der Ordner {name} soll hier nie kommen.</translation>
    </message>
    <message>
        <source>You never want to hear it here.</source>
        <translation>Es soll hier nie kommen.</translation>
    </message>
    <message>
        <source>timbre</source>
        <translation>Klangfarbe</translation>
    </message>
    <message>
        <source>rhythm</source>
        <translation>Rhythmus</translation>
    </message>
    <message>
        <source>harmony</source>
        <translation>Harmonie</translation>
    </message>
    <message>
        <source>style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>What plays is nearer in {one} and {other}.</source>
        <translation>Was spielt, ist in {one} und {other} näher.</translation>
    </message>
    <message>
        <source>What plays is nearer in {what}.</source>
        <translation>Was spielt, ist in {what} näher.</translation>
    </message>
    <message>
        <source>Of what you like it is nearest to {part}.</source>
        <translation>Von dem, was gefällt, ist am nächsten: {part}.</translation>
    </message>
    <message>
        <source>You asked for what you know, and it is new to you.</source>
        <translation>Gewünscht war Bekanntes, und es ist neu.</translation>
    </message>
    <message>
        <source>You asked for what is new, and you know it.</source>
        <translation>Gewünscht war Neues, und es ist bekannt.</translation>
    </message>
    <message>
        <source>You asked for calmer music, and it is livelier.</source>
        <translation>Gewünscht war Ruhigeres, und es ist lebhafter.</translation>
    </message>
    <message>
        <source>You asked for livelier music, and it is calmer.</source>
        <translation>Gewünscht war Lebhafteres, und es ist ruhiger.</translation>
    </message>
    <message>
        <source>Find on the map</source>
        <translation>Auf der Karte suchen</translation>
    </message>
    <message>
        <source>Show only what is found</source>
        <translation>Nur das Gefundene zeigen</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Teilen</translation>
    </message>
    <message>
        <source>Two pictures side by side</source>
        <translation>Zwei Bilder nebeneinander</translation>
    </message>
    <message>
        <source>{heard} of {total} tracks heard so far</source>
        <translation>{heard} von {total} Titeln gehört</translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them are not on this map: they have not been listened to yet.</source>
        <translation>
            <numerusform>%Ln davon ist nicht auf dieser Karte: noch nicht gehört.</numerusform>
            <numerusform>%Ln davon sind nicht auf dieser Karte: noch nicht gehört.</numerusform>
        </translation>
    </message>
    <message>
        <source>“{title}” is not on this map: it has not been listened to yet.</source>
        <translation>„{title}“ ist nicht auf dieser Karte: noch nicht gehört.</translation>
    </message>
    <message>
        <source>Hear what the pointer rests on</source>
        <translation>Hören, worauf der Zeiger ruht</translation>
    </message>
    <message>
        <source>Where I have been tonight</source>
        <translation>Der Weg dieses Abends</translation>
    </message>
    <message>
        <source>left</source>
        <translation>links</translation>
    </message>
    <message>
        <source>right</source>
        <translation>rechts</translation>
    </message>
    <message>
        <source>Lay out anew</source>
        <translation>Neu anordnen</translation>
    </message>
    <message>
        <source>Lay out anew ({which})</source>
        <translation>Neu anordnen ({which})</translation>
    </message>
    <message>
        <source>A path through the map</source>
        <translation>Ein Weg über die Karte</translation>
    </message>
    <message>
        <source>A region of the map</source>
        <translation>Eine Gegend der Karte</translation>
    </message>
    <message>
        <source>Around {region} on the map</source>
        <translation>Auf der Karte um {region}</translation>
    </message>
    <message>
        <source>t-SNE</source>
        <translation>t-SNE</translation>
    </message>
    <message>
        <source>Keeps neighbours together best</source>
        <translation>Hält Nachbarn am besten zusammen</translation>
    </message>
    <message>
        <source>UMAP</source>
        <translation>UMAP</translation>
    </message>
    <message>
        <source>Clear groups</source>
        <translation>Klare Gruppen</translation>
    </message>
    <message>
        <source>PaCMAP</source>
        <translation>PaCMAP</translation>
    </message>
    <message>
        <source>Groups, and how they lie to each other</source>
        <translation>Gruppen und ihre Lage zueinander</translation>
    </message>
    <message>
        <source>PCA</source>
        <translation>PCA</translation>
    </message>
    <message>
        <source>At once; axes along which the music differs most</source>
        <translation>Sofort; Achsen, auf denen sich die Musik am meisten unterscheidet</translation>
    </message>
    <message>
        <source>Standardised PCA</source>
        <translation>Standardisierte PCA</translation>
    </message>
    <message>
        <source>PCA with every dimension counting alike</source>
        <translation>PCA, bei der jede Dimension gleich zählt</translation>
    </message>
    <message>
        <source>Every track is a point, larger where it changes more</source>
        <translation>Jeder Titel ist ein Punkt, größer, wo er sich mehr ändert</translation>
    </message>
    <message>
        <source>Moments</source>
        <translation>Stellen</translation>
    </message>
    <message>
        <source>Every few seconds of every track are a point</source>
        <translation>Alle paar Sekunden jedes Titels sind ein Punkt</translation>
    </message>
    <message>
        <source>Paths</source>
        <translation>Wege</translation>
    </message>
    <message>
        <source>Every track is a line through its moments</source>
        <translation>Jeder Titel ist eine Linie durch seine Stellen</translation>
    </message>
    <message>
        <source>{x} × {y}</source>
        <translation>{x} × {y}</translation>
    </message>
    <message>
        <source>Tags heard</source>
        <translation>Gehörte Tags</translation>
    </message>
    <message>
        <source>By how it sounds</source>
        <translation>Nach dem Klang</translation>
    </message>
    <message>
        <source>By the tags that were heard</source>
        <translation>Nach den gehörten Tags</translation>
    </message>
    <message>
        <source>By two measures, as axes</source>
        <translation>Nach zwei Maßen als Achsen</translation>
    </message>
    <message>
        <source>Across: {measure}</source>
        <translation>Waagerecht: {measure}</translation>
    </message>
    <message>
        <source>Up: {measure}</source>
        <translation>Senkrecht: {measure}</translation>
    </message>
    <message>
        <source>A tag that was heard</source>
        <translation>Ein gehörter Tag</translation>
    </message>
    <message>
        <source>Moments shown</source>
        <translation>Gezeigte Stellen</translation>
    </message>
    <message>
        <source>The map is being laid out…</source>
        <translation>Die Karte wird angeordnet …</translation>
    </message>
    <message>
        <source>Across: {x}. Up: {y}. What is not known of a track leaves it out.</source>
        <translation>Waagerecht: {x}. Senkrecht: {y}. Titel, von denen das nicht bekannt ist, fehlen.</translation>
    </message>
    <message>
        <source>Distance means sound; the axes have no meaning.</source>
        <translation>Abstand heißt Klang; die Achsen bedeuten nichts.</translation>
    </message>
    <message>
        <source>Distance means the tags that were heard; the axes have no meaning.</source>
        <translation>Abstand heißt gehörte Tags; die Achsen bedeuten nichts.</translation>
    </message>
    <message>
        <source>The axes are where it differs most: together {share} % of it.</source>
        <translation>Die Achsen sind die größten Unterschiede: zusammen {share} %.</translation>
    </message>
    <message>
        <source>Nothing else is on this map yet.</source>
        <translation>Sonst ist noch nichts auf dieser Karte.</translation>
    </message>
    <message>
        <source>Keeps {share} % of the nearest</source>
        <translation>Behält {share} % der nächsten</translation>
    </message>
    <message>
        <source>This picture keeps {share} % of each track&apos;s 10 nearest neighbours.</source>
        <translation>Dieses Bild bewahrt {share} % der 10 nächsten Nachbarn jedes Titels.</translation>
    </message>
    <message>
        <source>This picture keeps {share} % of each moment&apos;s 10 nearest neighbours.</source>
        <translation>Dieses Bild bewahrt {share} % der 10 nächsten Nachbarn jeder Stelle.</translation>
    </message>
    <message numerus="yes">
        <source>Of %Ln track(s) no moments were kept.</source>
        <translation>
            <numerusform>Von %Ln Titel wurden keine Stellen aufgehoben.</numerusform>
            <numerusform>Von %Ln Titeln wurden keine Stellen aufgehoben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Songs that have been heard</source>
        <translation>Stücke, die gehört wurden</translation>
    </message>
    <message>
        <source>With what comes next</source>
        <translation>Mit dem, was als Nächstes kommt</translation>
    </message>
    <message>
        <source>With the one before</source>
        <translation>Mit dem vorigen</translation>
    </message>
    <message>
        <source>With what sounds most like it</source>
        <translation>Mit dem, was am ähnlichsten klingt</translation>
    </message>
    <message>
        <source>With a song…</source>
        <translation>Mit einem Stück …</translation>
    </message>
    <message>
        <source>Its curve will be here as soon as Meander has heard it.</source>
        <translation>Die Kurve erscheint hier, sobald Meander das Stück gehört hat.</translation>
    </message>
    <message>
        <source>Too short, or too quiet, for a curve.</source>
        <translation>Zu kurz oder zu leise für eine Kurve.</translation>
    </message>
    <message>
        <source>The song&apos;s way through sound</source>
        <translation>Der Weg des Stücks durch den Klang</translation>
    </message>
    <message>
        <source>A picture is saved as {endings}.</source>
        <translation>Ein Bild wird als {endings} gespeichert.</translation>
    </message>
    <message>
        <source>3 axes show {percent} % of the movement</source>
        <translation>3 Achsen zeigen {percent} % der Bewegung</translation>
    </message>
    <message>
        <source>end</source>
        <comment>of a song</comment>
        <translation>Ende</translation>
    </message>
    <message>
        <source>start</source>
        <comment>of a song</comment>
        <translation>Anfang</translation>
    </message>
    <message>
        <source>What is chosen on the map</source>
        <translation>Die Auswahl auf der Karte</translation>
    </message>
    <message>
        <source>Add to the end of the queue</source>
        <translation>Ans Ende der Warteschlange</translation>
    </message>
    <message>
        <source>Radio from here</source>
        <translation>Radio von hier</translation>
    </message>
    <message>
        <source>An endless radio from this region</source>
        <translation>Ein endloses Radio aus dieser Gegend</translation>
    </message>
    <message>
        <source>Keep as a playlist</source>
        <translation>Als Wiedergabeliste behalten</translation>
    </message>
    <message>
        <source>Clear the choice</source>
        <translation>Auswahl aufheben</translation>
    </message>
    <message>
        <source>{moments} in {tracks}</source>
        <translation>{moments} in {tracks}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln moment(s)</source>
        <translation>
            <numerusform>%Ln Stelle</numerusform>
            <numerusform>%Ln Stellen</numerusform>
        </translation>
    </message>
    <message>
        <source>Tag…</source>
        <translation>Tags …</translation>
    </message>
    <message>
        <source>Compare (up to {count})</source>
        <translation>Vergleichen (bis zu {count})</translation>
    </message>
    <message>
        <source>{share} % of the differences</source>
        <translation>{share} % der Unterschiede</translation>
    </message>
    <message>
        <source>Small map</source>
        <translation>Kleine Karte</translation>
    </message>
    <message>
        <source>Shows {share} % of the map</source>
        <translation>Zeigt {share} % der Karte</translation>
    </message>
    <message>
        <source>Path on the map</source>
        <translation>Weg auf der Karte</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>Wie lang</translation>
    </message>
    <message>
        <source>Clear the path</source>
        <translation>Weg löschen</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>{start} to {end}</source>
        <translation>{start} bis {end}</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird gesucht …</translation>
    </message>
    <message>
        <source>Nothing there to play</source>
        <translation>Dort ist nichts zu spielen</translation>
    </message>
    <message>
        <source>Length: {length}</source>
        <translation>Länge: {length}</translation>
    </message>
    <message>
        <source>Arrow keys move the map; with Shift they go to the next point. Enter plays from there.</source>
        <translation>Pfeiltasten bewegen die Karte; mit Umschalt gehen sie zum nächsten Punkt. Eingabe spielt ab dort.</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Shift adds to the choice, Alt takes from it</source>
        <translation>Umschalt fügt hinzu, Alt nimmt weg</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Bewegen</translation>
    </message>
    <message>
        <source>Drag the map; a click selects, a double click plays</source>
        <translation>Die Karte ziehen; Klick wählt aus, Doppelklick spielt</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>Lasso</translation>
    </message>
    <message>
        <source>Draw round what you want. {more}</source>
        <translation>Das Gewünschte umfahren. {more}</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <source>Drag from corner to corner. {more}</source>
        <translation>Von Ecke zu Ecke ziehen. {more}</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Paint over what you want; [ and ] for its size. {more}</source>
        <translation>Das Gewünschte übermalen; [ und ] ändern die Größe. {more}</translation>
    </message>
    <message>
        <source>Draw a line: a playlist walks along it</source>
        <translation>Eine Linie ziehen: Eine Wiedergabeliste geht sie entlang</translation>
    </message>
    <message>
        <source>From here to there</source>
        <translation>Von hier nach dort</translation>
    </message>
    <message>
        <source>Click two points: a way of songs from one to the other</source>
        <translation>Zwei Punkte anklicken: ein Klangweg vom einen zum anderen</translation>
    </message>
    <message>
        <source>Nearer</source>
        <translation>Näher</translation>
    </message>
    <message>
        <source>Further away</source>
        <translation>Weiter weg</translation>
    </message>
    <message>
        <source>The whole map</source>
        <translation>Die ganze Karte</translation>
    </message>
    <message>
        <source>Reading what was heard</source>
        <translation>Gehörtes wird gelesen</translation>
    </message>
    <message>
        <source>This is not a view of the map ({why}).</source>
        <translation>Das ist keine Ansicht der Karte ({why}).</translation>
    </message>
    <message>
        <source>Measures are of whole tracks; choose tracks for this map.</source>
        <translation>Maße gelten für ganze Titel; für diese Karte bitte „Titel“ wählen.</translation>
    </message>
    <message>
        <source>There is no measure called {name}.</source>
        <translation>Ein Maß namens {name} gibt es nicht.</translation>
    </message>
    <message>
        <source>Of no track both are known; more is once music was listened to.</source>
        <translation>Von keinem Titel ist beides bekannt; mehr ist es, sobald Musik gehört wurde.</translation>
    </message>
    <message>
        <source>The map&apos;s process ends before it begins; try again.</source>
        <translation>Der Prozess der Karte endet, bevor er beginnt; bitte noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Laying out the map was ended from outside ({manner}); try again.</source>
        <translation>Das Anordnen der Karte wurde von außen beendet ({manner}); bitte noch einmal versuchen.</translation>
    </message>
    <message>
        <source>What was heard</source>
        <translation>Was gehört wurde</translation>
    </message>
    <message>
        <source>Decade</source>
        <translation>Jahrzehnt</translation>
    </message>
    <message>
        <source>Forgotten glow</source>
        <translation>Vergessenes leuchtet</translation>
    </message>
    <message>
        <source>How surely heard</source>
        <translation>Wie sicher gehört</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <source>{decade}s</source>
        <translation>{decade}er</translation>
    </message>
    <message numerus="yes">
        <source>%Ln star(s)</source>
        <translation>
            <numerusform>%Ln Stern</numerusform>
            <numerusform>%Ln Sterne</numerusform>
        </translation>
    </message>
    <message>
        <source>Not rated</source>
        <translation>Nicht bewertet</translation>
    </message>
    <message>
        <source>{first} or more plays</source>
        <translation>{first} Wiedergaben oder mehr</translation>
    </message>
    <message>
        <source>{first} to {last} plays</source>
        <translation>{first} bis {last} Wiedergaben</translation>
    </message>
    <message>
        <source>{low} to {high} %</source>
        <translation>{low} bis {high} %</translation>
    </message>
    <message>
        <source>{share} %</source>
        <translation>{share} %</translation>
    </message>
    <message>
        <source>Heard lately</source>
        <translation>Kürzlich gehört</translation>
    </message>
    <message>
        <source>Some time ago</source>
        <translation>Vor einiger Zeit</translation>
    </message>
    <message>
        <source>Liked, long not heard</source>
        <translation>Gemocht, lange nicht gehört</translation>
    </message>
    <message>
        <source>Placing what is new on the map</source>
        <translation>Neues kommt auf die Karte</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>Energie</translation>
    </message>
    <message>
        <source>{model} names no tags; choose another model for their map.</source>
        <translation>{model} nennt keine Tags; für ihre Karte bitte ein anderes Modell wählen.</translation>
    </message>
    <message>
        <source>{model} has heard nothing yet; the map appears once some music was listened to.</source>
        <translation>{model} hat noch nichts gehört; die Karte erscheint, sobald Musik gehört wurde.</translation>
    </message>
    <message>
        <source>Of what {model} heard no moments were kept; the settings say whether they are.</source>
        <translation>Von dem, was {model} gehört hat, wurden keine Stellen aufgehoben; ob das geschieht, sagen die Einstellungen.</translation>
    </message>
    <message>
        <source>{model} has heard none of the music that is here now.</source>
        <translation>{model} hat von der Musik, die jetzt hier ist, noch nichts gehört.</translation>
    </message>
    <message>
        <source>There is not enough memory to lay out this map.</source>
        <translation>Für diese Karte reicht der Speicher nicht.</translation>
    </message>
    <message>
        <source>{name} is missing, which lays out this map; choose another projection.</source>
        <translation>{name} fehlt, das diese Karte anordnet; bitte eine andere Projektion wählen.</translation>
    </message>
    <message>
        <source>This path is too short. Draw it across some of the music.</source>
        <translation>Dieser Weg ist zu kurz. Bitte quer über etwas Musik ziehen.</translation>
    </message>
    <message>
        <source>There is no music along this path. Draw it through some points of the map.</source>
        <translation>An diesem Weg liegt keine Musik. Bitte durch einige Punkte der Karte ziehen.</translation>
    </message>
</context>
</TS>
