<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_US">
<context>
    <name>chat</name>
    <message>
        <source>0 takes the likeliest token, more is freer</source>
        <translation>0 nimmt das wahrscheinlichste Token, mehr ist freier</translation>
    </message>
    <message>
        <source>A comparison is running. You can send when it has ended.</source>
        <translation>Ein Vergleich läuft. Senden geht wieder, wenn er beendet ist.</translation>
    </message>
    <message>
        <source>A reply is being written. Stop it first.</source>
        <translation>Eine Antwort wird gerade geschrieben. Zuerst anhalten.</translation>
    </message>
    <message>
        <source>Address of the link</source>
        <translation>Adresse des Links</translation>
    </message>
    <message>
        <source>Against repeating whole phrases</source>
        <translation>Gegen das Wiederholen ganzer Wendungen</translation>
    </message>
    <message>
        <source>Against tokens that were there before; 1 is off</source>
        <translation>Gegen Token, die schon vorkamen; 1 ist aus</translation>
    </message>
    <message>
        <source>Ask anything. Enter sends, Shift+Enter makes a new line.</source>
        <translation>Frage stellen. Eingabetaste sendet, Umschalt+Eingabe bricht um.</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>Anhängen</translation>
    </message>
    <message>
        <source>Attach text files</source>
        <translation>Textdateien anhängen</translation>
    </message>
    <message>
        <source>Back to the chats</source>
        <translation>Zurück zu den Chats</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Ausgewogen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Change context and threads in the plan</source>
        <translation>Kontext und Threads im Plan ändern</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>Chats</translation>
    </message>
    <message>
        <source>Chats (*.json *.md);;All files (*)</source>
        <translation>Chats (*.json *.md);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Close without saving</source>
        <translation>Ohne Speichern schließen</translation>
    </message>
    <message>
        <source>Context and threads are chosen in the plan</source>
        <translation>Kontext und Threads werden im Plan gewählt</translation>
    </message>
    <message numerus="yes">
        <source>Context {context} tokens, {n}&#xa0;threads per rank</source>
        <translation>
            <numerusform>Kontext {context} Token, {n}&#xa0;Thread pro Rang</numerusform>
            <numerusform>Kontext {context} Token, {n}&#xa0;Threads pro Rang</numerusform>
        </translation>
    </message>
    <message>
        <source>Context: {words}</source>
        <translation>Kontext: {words}</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Unterhaltung</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy	Ctrl+C</source>
        <translation>Kopieren	Strg+C</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>Code kopieren</translation>
    </message>
    <message>
        <source>Creative</source>
        <translation>Kreativ</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Eigene</translation>
    </message>
    <message>
        <source>DRY</source>
        <translation>DRY</translation>
    </message>
    <message>
        <source>DRY allowed length</source>
        <translation>DRY: erlaubte Länge</translation>
    </message>
    <message>
        <source>DRY base</source>
        <translation>DRY: Basis</translation>
    </message>
    <message>
        <source>DRY looks back</source>
        <translation>DRY: Rückblick</translation>
    </message>
    <message>
        <source>DRY sequence breakers</source>
        <translation>DRY: Trenner</translation>
    </message>
    <message>
        <source>DRY sequence breakers, one a line</source>
        <translation>DRY: Trenner, einer pro Zeile</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete	Del</source>
        <translation>Löschen	Entf</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Endgültig löschen</translation>
    </message>
    <message>
        <source>Delete “{title}” for good?</source>
        <translation>„{title}“ endgültig löschen?</translation>
    </message>
    <message>
        <source>Deleted chats</source>
        <translation>Gelöschte Chats</translation>
    </message>
    <message>
        <source>Dynamic exponent</source>
        <translation>Dynamischer Exponent</translation>
    </message>
    <message>
        <source>Dynamic temperature</source>
        <translation>Dynamische Temperatur</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Editing a question. The old one and its replies stay. Esc cancels.</source>
        <translation>Frage wird bearbeitet. Die alte und ihre Antworten bleiben. Esc bricht ab.</translation>
    </message>
    <message>
        <source>Editing a queued prompt. Enter keeps it, Esc cancels.</source>
        <translation>Wartender Prompt wird bearbeitet. Eingabetaste übernimmt, Esc bricht ab.</translation>
    </message>
    <message>
        <source>Enter brings one back, Delete deletes it for good.</source>
        <translation>Eingabetaste stellt wieder her, Entf löscht endgültig.</translation>
    </message>
    <message>
        <source>Enter goes to the next one, Shift+Enter to the one before, Esc closes.</source>
        <translation>Eingabetaste geht zum nächsten Treffer, Umschalt+Eingabe zum vorigen, Esc schließt.</translation>
    </message>
    <message>
        <source>Enter opens, F2 renames, Ctrl+D pins, Delete deletes.</source>
        <translation>Eingabetaste öffnet, F2 benennt um, Strg+D heftet an, Entf löscht.</translation>
    </message>
    <message>
        <source>Export all chats…</source>
        <translation>Alle Chats exportieren…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Fewer samplers</source>
        <translation>Weniger Sampler</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation>In diesem Chat suchen</translation>
    </message>
    <message>
        <source>Find in this chat (Ctrl+F)</source>
        <translation>In diesem Chat suchen (Strg+F)</translation>
    </message>
    <message>
        <source>Find…	Ctrl+F</source>
        <translation>Suchen…	Strg+F</translation>
    </message>
    <message>
        <source>For every time that it was there; 0 is off</source>
        <translation>Für jedes Mal, das es vorkam; 0 ist aus</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>Häufigkeitsstrafe</translation>
    </message>
    <message>
        <source>How fast it grows with the phrase&apos;s length</source>
        <translation>Wie schnell es mit der Länge der Wendung wächst</translation>
    </message>
    <message>
        <source>How often the likeliest tokens are left out</source>
        <translation>Wie oft die wahrscheinlichsten Token wegfallen</translation>
    </message>
    <message>
        <source>How sharply it moves</source>
        <translation>Wie scharf sie sich bewegt</translation>
    </message>
    <message>
        <source>Import chats</source>
        <translation>Chats importieren</translation>
    </message>
    <message>
        <source>Import chats…</source>
        <translation>Chats importieren…</translation>
    </message>
    <message>
        <source>It cannot be brought back.</source>
        <translation>Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>It opens in your browser, and its owner learns your network address.</source>
        <translation>Sie öffnet sich im Browser, und ihr Betreiber erfährt Ihre Netzwerkadresse.</translation>
    </message>
    <message>
        <source>It stands before every conversation with this model, from the next message on.</source>
        <translation>Er steht vor jeder Unterhaltung mit diesem Modell, ab der nächsten Nachricht.</translation>
    </message>
    <message>
        <source>JSON, with all branches (*.json)</source>
        <translation>JSON, mit allen Zweigen (*.json)</translation>
    </message>
    <message>
        <source>Jump to latest</source>
        <translation>Zum Neuesten</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Keep open</source>
        <translation>Geöffnet lassen</translation>
    </message>
    <message>
        <source>Leaves out tokens likelier than this</source>
        <translation>Lässt Token weg, die wahrscheinlicher sind</translation>
    </message>
    <message>
        <source>Left and right move through what can be pressed, Ctrl+Up and Ctrl+Down through messages.</source>
        <translation>Links und Rechts gehen durch alles, was sich drücken lässt, Strg+Hoch und Strg+Runter durch die Nachrichten.</translation>
    </message>
    <message>
        <source>Line {number}: ids begin at 0, and a bias is a number or -inf.</source>
        <translation>Zeile {number}: IDs beginnen bei 0, und ein Bias ist eine Zahl oder -inf.</translation>
    </message>
    <message>
        <source>Line {number}: token {key} has a bias already.</source>
        <translation>Zeile {number}: Token {key} hat schon einen Bias.</translation>
    </message>
    <message>
        <source>Line {number}: write it as token id = bias, such as 1234 = -2.5.</source>
        <translation>Zeile {number}: als Token-ID = Bias schreiben, etwa 1234 = -2.5.</translation>
    </message>
    <message>
        <source>Link: {words}</source>
        <translation>Link: {words}</translation>
    </message>
    <message>
        <source>Load {name} to go on.</source>
        <translation>{name} laden, um fortzufahren.</translation>
    </message>
    <message>
        <source>Logit bias</source>
        <translation>Logit-Bias</translation>
    </message>
    <message>
        <source>Logit bias, a line each: token id = bias</source>
        <translation>Logit-Bias, je eine Zeile: Token-ID = Bias</translation>
    </message>
    <message>
        <source>Longest reply</source>
        <translation>Längste Antwort</translation>
    </message>
    <message>
        <source>Markdown, what is read (*.md)</source>
        <translation>Markdown, was zu lesen ist (*.md)</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>Min-p</translation>
    </message>
    <message>
        <source>More about this chat</source>
        <translation>Mehr zu diesem Chat</translation>
    </message>
    <message>
        <source>More samplers</source>
        <translation>Mehr Sampler</translation>
    </message>
    <message>
        <source>Moves up and down this much by surprise</source>
        <translation>Schwankt so weit nach Überraschung</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name of the new preset</source>
        <translation>Name der neuen Vorlage</translation>
    </message>
    <message>
        <source>Name of the new prompt</source>
        <translation>Name des neuen Prompts</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>New chat (Ctrl+N)</source>
        <translation>Neuer Chat (Strg+N)</translation>
    </message>
    <message>
        <source>New messages of {titles} are not on the disk.</source>
        <translation>Neue Nachrichten von {titles} sind nicht gespeichert.</translation>
    </message>
    <message>
        <source>Next (Enter)</source>
        <translation>Weiter (Eingabetaste)</translation>
    </message>
    <message>
        <source>No chats yet. Your first question begins one.</source>
        <translation>Noch keine Chats. Die erste Frage beginnt einen.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Nicht gefunden</translation>
    </message>
    <message>
        <source>Nothing found for “{wanted}”.</source>
        <translation>Nichts gefunden für „{wanted}“.</translation>
    </message>
    <message>
        <source>Nothing here. Deleted chats are kept for 30 days.</source>
        <translation>Nichts hier. Gelöschte Chats bleiben 30 Tage erhalten.</translation>
    </message>
    <message>
        <source>Older</source>
        <translation>Älter</translation>
    </message>
    <message>
        <source>Once for every token that was there; 0 is off</source>
        <translation>Einmal für jedes Token, das vorkam; 0 ist aus</translation>
    </message>
    <message>
        <source>Only the k likeliest tokens</source>
        <translation>Nur die k wahrscheinlichsten Token</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open a link</source>
        <translation>Link öffnen</translation>
    </message>
    <message>
        <source>Open this address?</source>
        <translation>Diese Adresse öffnen?</translation>
    </message>
    <message>
        <source>Penalties look back</source>
        <translation>Rückblick der Strafen</translation>
    </message>
    <message>
        <source>Phrases end at these, one a line; \n is a line end</source>
        <translation>Hier enden Wendungen, einer pro Zeile; \n ist ein Zeilenende</translation>
    </message>
    <message>
        <source>Pick a model and load it to go on.</source>
        <translation>Modell wählen und laden, um fortzufahren.</translation>
    </message>
    <message>
        <source>Pin	Ctrl+D</source>
        <translation>Anheften	Strg+D</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Angeheftet</translation>
    </message>
    <message>
        <source>Precise</source>
        <translation>Präzise</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>Vorkommensstrafe</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Previous (Shift+Enter)</source>
        <translation>Zurück (Umschalt+Eingabe)</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Einreihen</translation>
    </message>
    <message>
        <source>Queued prompts</source>
        <translation>Wartende Prompts</translation>
    </message>
    <message>
        <source>Reading the prompt: {part}</source>
        <translation>Prompt wird gelesen: {part}</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>Neu generieren</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove {what}: {line}</source>
        <translation>Entfernen, {what}: {line}</translation>
    </message>
    <message>
        <source>Rename	F2</source>
        <translation>Umbenennen	F2</translation>
    </message>
    <message>
        <source>Repeat penalty</source>
        <translation>Wiederholungsstrafe</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Reset to defaults</source>
        <translation>Auf Standard zurücksetzen</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Samplers</source>
        <translation>Sampler</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>Sampling</translation>
    </message>
    <message>
        <source>Sampling: {sampling}</source>
        <translation>Sampling: {sampling}</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter…</translation>
    </message>
    <message>
        <source>Save chats as</source>
        <translation>Chats speichern unter</translation>
    </message>
    <message>
        <source>Saved in {path}.</source>
        <translation>Gespeichert in {path}.</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>Alle Chats durchsuchen</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>Suche läuft</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Select all	Ctrl+A</source>
        <translation>Alles auswählen	Strg+A</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Jetzt senden</translation>
    </message>
    <message>
        <source>Show or hide the chats (Ctrl+B)</source>
        <translation>Chats ein- oder ausblenden (Strg+B)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>System-Prompt</translation>
    </message>
    <message>
        <source>System prompt: on</source>
        <translation>System-Prompt: an</translation>
    </message>
    <message>
        <source>Tandem chats</source>
        <translation>Tandem-Chats</translation>
    </message>
    <message>
        <source>Tandem opens web addresses only. You can copy it.</source>
        <translation>Tandem öffnet nur Webadressen. Sie lässt sich kopieren.</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Text files go along with the question; drop them here too</source>
        <translation>Textdateien gehen mit der Frage mit; auch hierher ziehen</translation>
    </message>
    <message>
        <source>The chat cannot be saved in {path}: {error}. The chat goes on in memory. Check the file&apos;s rights, or save it elsewhere.</source>
        <translation>Der Chat kann nicht in {path} gespeichert werden: {error}. Er geht im Arbeitsspeicher weiter. Die Rechte der Datei prüfen oder anderswo speichern.</translation>
    </message>
    <message>
        <source>The chat is deleted.</source>
        <translation>Der Chat ist gelöscht.</translation>
    </message>
    <message>
        <source>The chats cannot be kept in {path}: {error}. Check the folder&apos;s rights and its free space.</source>
        <translation>Die Chats können nicht in {path} gespeichert werden: {error}. Rechte des Ordners und freien Platz prüfen.</translation>
    </message>
    <message>
        <source>The chats in {path} cannot be read or written: {error}. Check the file&apos;s rights and free space.</source>
        <translation>Die Chats in {path} lassen sich nicht lesen oder schreiben: {error}. Die Rechte der Datei und den freien Platz prüfen.</translation>
    </message>
    <message>
        <source>The chats in {path} cannot be read: {error}.</source>
        <translation>Die Chats in {path} können nicht gelesen werden: {error}.</translation>
    </message>
    <message>
        <source>The chats in {path} cannot be written: {error}.</source>
        <translation>Die Chats in {path} können nicht geschrieben werden: {error}.</translation>
    </message>
    <message>
        <source>The disk of {path} is full. The chat goes on in memory. Free some space, or save it elsewhere.</source>
        <translation>Das Laufwerk von {path} ist voll. Der Chat geht im Arbeitsspeicher weiter. Platz schaffen oder anderswo speichern.</translation>
    </message>
    <message>
        <source>The likeliest tokens that sum to p; 1 is off</source>
        <translation>Die wahrscheinlichsten Token, zusammen p; 1 ist aus</translation>
    </message>
    <message>
        <source>The loaded model holds no vocabulary. Load another one to go on.</source>
        <translation>Das geladene Modell enthält kein Vokabular. Ein anderes laden, um fortzufahren.</translation>
    </message>
    <message>
        <source>The next one</source>
        <translation>Die nächste</translation>
    </message>
    <message>
        <source>The one before</source>
        <translation>Die vorige</translation>
    </message>
    <message>
        <source>The queued prompt is removed.</source>
        <translation>Der wartende Prompt ist entfernt.</translation>
    </message>
    <message>
        <source>The same seed gives the same reply</source>
        <translation>Derselbe Seed ergibt dieselbe Antwort</translation>
    </message>
    <message>
        <source>The title cannot be saved in {path}: {error}.</source>
        <translation>Der Titel kann nicht in {path} gespeichert werden: {error}.</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>Überlegung</translation>
    </message>
    <message>
        <source>Thinking… {seconds}&#xa0;s</source>
        <translation>Überlegt… {seconds}&#xa0;s</translation>
    </message>
    <message>
        <source>This is the first</source>
        <translation>Das ist die erste</translation>
    </message>
    <message>
        <source>This is the latest</source>
        <translation>Das ist die neueste</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>Diese Woche</translation>
    </message>
    <message>
        <source>Thought</source>
        <translation>Überlegt</translation>
    </message>
    <message>
        <source>Thought for {seconds}&#xa0;s</source>
        <translation>{seconds}&#xa0;s überlegt</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Token id = bias, one a line; -inf never takes it</source>
        <translation>Token-ID = Bias, eine pro Zeile; -inf nimmt es nie</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Tokens after which a reply is cut</source>
        <translation>Token, nach denen eine Antwort endet</translation>
    </message>
    <message>
        <source>Tokens at least this likely beside the likeliest</source>
        <translation>Token, mindestens so wahrscheinlich neben dem ersten</translation>
    </message>
    <message>
        <source>Tokens of about the expected surprise; 1 is off</source>
        <translation>Token von etwa erwarteter Überraschung; 1 ist aus</translation>
    </message>
    <message>
        <source>Tokens that may be repeated freely</source>
        <translation>Token, die frei wiederholt werden dürfen</translation>
    </message>
    <message>
        <source>Tokens within n deviations of the likeliest</source>
        <translation>Token innerhalb n Abweichungen vom ersten</translation>
    </message>
    <message>
        <source>Tokens, for all three penalties</source>
        <translation>Token, für alle drei Strafen</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Top-n-sigma</source>
        <translation>Top-n-sigma</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Typical-p</source>
        <translation>Typical-p</translation>
    </message>
    <message>
        <source>Unpin	Ctrl+D</source>
        <translation>Lösen	Strg+D</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>Waiting for the engine</source>
        <translation>Wartet auf die Engine</translation>
    </message>
    <message>
        <source>What the model should know before every chat</source>
        <translation>Was das Modell vor jedem Chat wissen soll</translation>
    </message>
    <message>
        <source>With {files}.</source>
        <translation>Mit {files}.</translation>
    </message>
    <message>
        <source>Write the next question. Enter queues it until its turn comes.</source>
        <translation>Nächste Frage schreiben. Eingabetaste reiht sie ein, bis sie dran ist.</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Schreibt</translation>
    </message>
    <message>
        <source>XTC probability</source>
        <translation>XTC: Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>XTC threshold</source>
        <translation>XTC: Schwelle</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>cut off before its end</source>
        <translation>vor dem Ende abgebrochen</translation>
    </message>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>first token {time}</source>
        <translation>erstes Token {time}</translation>
    </message>
    <message>
        <source>gone for good today</source>
        <translation>heute endgültig weg</translation>
    </message>
    <message numerus="yes">
        <source>kept for {n}&#xa0;more days</source>
        <translation>
            <numerusform>noch {n}&#xa0;Tag aufbewahrt</numerusform>
            <numerusform>noch {n}&#xa0;Tage aufbewahrt</numerusform>
        </translation>
    </message>
    <message>
        <source>new each time</source>
        <translation>jedes Mal neu</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>unbegrenzt</translation>
    </message>
    <message>
        <source>no reply yet</source>
        <translation>noch keine Antwort</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>prompt {speed}</source>
        <translation>Prompt {speed}</translation>
    </message>
    <message>
        <source>queued prompt</source>
        <translation>wartender Prompt</translation>
    </message>
    <message>
        <source>sent one after another, when the reply has ended</source>
        <translation>nacheinander gesendet, wenn die Antwort beendet ist</translation>
    </message>
    <message>
        <source>stopped at a stop word</source>
        <translation>an einem Stoppwort beendet</translation>
    </message>
    <message>
        <source>stopped at the length limit</source>
        <translation>an der Längengrenze beendet</translation>
    </message>
    <message>
        <source>stopped by you</source>
        <translation>von Ihnen gestoppt</translation>
    </message>
    <message>
        <source>stopped: the context is full</source>
        <translation>gestoppt: der Kontext ist voll</translation>
    </message>
    <message>
        <source>waiting for a model</source>
        <translation>warten auf ein Modell</translation>
    </message>
    <message>
        <source>waiting for you</source>
        <translation>warten auf Sie</translation>
    </message>
    <message>
        <source>whole context</source>
        <translation>ganzer Kontext</translation>
    </message>
    <message>
        <source>{before} {words}, message {place} of {all}</source>
        <translation>{before} {words}, Nachricht {place} von {all}</translation>
    </message>
    <message>
        <source>{cached_tokens} reused</source>
        <translation>{cached_tokens} wiederverwendet</translation>
    </message>
    <message>
        <source>{current} of {found}</source>
        <translation>{current} von {found}</translation>
    </message>
    <message>
        <source>{name} answers until another model is loaded. Enter sends.</source>
        <translation>{name} antwortet, bis ein anderes Modell geladen ist. Eingabetaste sendet.</translation>
    </message>
    <message>
        <source>{name} cannot be read: {reason}. Check the file&apos;s rights.</source>
        <translation>{name} kann nicht gelesen werden: {reason}. Rechte der Datei prüfen.</translation>
    </message>
    <message>
        <source>{name} comes with Tandem; choose another name</source>
        <translation>{name} gehört zu Tandem; anderen Namen wählen</translation>
    </message>
    <message>
        <source>{name} has {size} KB; at most {most_bytes} KB of text can go along. Drop a part of it.</source>
        <translation>{name} hat {size} KB; höchstens {most_bytes} KB Text können mitgehen. Nur einen Teil davon anhängen.</translation>
    </message>
    <message>
        <source>{name} is empty.</source>
        <translation>{name} ist leer.</translation>
    </message>
    <message>
        <source>{name} is no file. Drop text files here.</source>
        <translation>{name} ist keine Datei. Textdateien hierher ziehen.</translation>
    </message>
    <message>
        <source>{name} is no text file, and models read text only. Save it as plain text first.</source>
        <translation>{name} ist keine Textdatei, und Modelle lesen nur Text. Zuerst als reinen Text speichern.</translation>
    </message>
    <message numerus="yes">
        <source>{name}, {n} lines</source>
        <translation>
            <numerusform>{name}, {n} Zeile</numerusform>
            <numerusform>{name}, {n} Zeilen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} chats are deleted.</source>
        <translation>
            <numerusform>{n} Chat ist gelöscht.</numerusform>
            <numerusform>{n} Chats sind gelöscht.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} chats of {path} are here already.</source>
        <translation>
            <numerusform>{n} Chat aus {path} ist schon da.</numerusform>
            <numerusform>{n} Chats aus {path} sind schon da.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} chats of {path} are imported.</source>
        <translation>
            <numerusform>{n} Chat aus {path} ist importiert.</numerusform>
            <numerusform>{n} Chats aus {path} sind importiert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;prompts queued</source>
        <translation>
            <numerusform>{n}&#xa0;Prompt wartet</numerusform>
            <numerusform>{n}&#xa0;Prompts warten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;queued prompts: {waits}</source>
        <translation>
            <numerusform>{n}&#xa0;wartender Prompt: {waits}</numerusform>
            <numerusform>{n}&#xa0;wartende Prompts: {waits}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;tokens</source>
        <translation>
            <numerusform>{n}&#xa0;Token</numerusform>
            <numerusform>{n}&#xa0;Token</numerusform>
        </translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}. Check the file&apos;s rights.</source>
        <translation>{path} kann nicht gelesen werden: {reason}. Rechte der Datei prüfen.</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}. Choose another folder.</source>
        <translation>{path} kann nicht geschrieben werden: {reason}. Anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>{path} could not be written. Closing now would lose them.</source>
        <translation>{path} konnte nicht geschrieben werden. Beim Schließen gingen sie verloren.</translation>
    </message>
    <message>
        <source>{path} holds no chats of Tandem. Choose a file that was exported here.</source>
        <translation>{path} enthält keine Chats von Tandem. Eine hier exportierte Datei wählen.</translation>
    </message>
    <message>
        <source>{path} is damaged: {error}. Choose another file.</source>
        <translation>{path} ist beschädigt: {error}. Andere Datei wählen.</translation>
    </message>
    <message>
        <source>{path} is no text file, so it holds no chats. Choose a .json or .md file.</source>
        <translation>{path} ist keine Textdatei und enthält keine Chats. Eine .json- oder .md-Datei wählen.</translation>
    </message>
    <message>
        <source>{path} was written by a newer Tandem, so new chats are not kept. Update Tandem.</source>
        <translation>{path} stammt von einem neueren Tandem, daher werden neue Chats nicht gespeichert. Tandem aktualisieren.</translation>
    </message>
    <message>
        <source>{path} was written by a newer Tandem. Update Tandem to import it.</source>
        <translation>{path} stammt von einem neueren Tandem. Zum Importieren Tandem aktualisieren.</translation>
    </message>
    <message>
        <source>{place} of {all}</source>
        <translation>{place} von {all}</translation>
    </message>
    <message>
        <source>{used} of {all} tokens</source>
        <translation>{used} von {all} Token</translation>
    </message>
    <message>
        <source>{used}: the context is nearly full, start a new chat soon</source>
        <translation>{used}: der Kontext ist fast voll, bald einen neuen Chat beginnen</translation>
    </message>
    <message numerus="yes">
        <source>{used}: the first {n}&#xa0;messages will be left out, from “{first}” on</source>
        <translation>
            <numerusform>{used}: die erste Nachricht fällt weg, „{first}“</numerusform>
            <numerusform>{used}: die ersten {n}&#xa0;Nachrichten fallen weg, ab „{first}“</numerusform>
        </translation>
    </message>
    <message>
        <source>{used}: “{first}” is left out first</source>
        <translation>{used}: „{first}“ fällt als Erstes weg</translation>
    </message>
</context>
<context>
    <name>compare</name>
    <message>
        <source> loads each</source>
        <translation> Mal laden</translation>
    </message>
    <message>
        <source>95% interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>A reply is being written. Stop it, or wait for its end.</source>
        <translation>Eine Antwort wird gerade geschrieben. Anhalten oder ihr Ende abwarten.</translation>
    </message>
    <message>
        <source>All the same</source>
        <translation>Alle gleich</translation>
    </message>
    <message>
        <source>Answers: {answers}</source>
        <translation>Antworten: {answers}</translation>
    </message>
    <message>
        <source>Compare split modes</source>
        <translation>Split-Modi vergleichen</translation>
    </message>
    <message>
        <source>Compare {mode}</source>
        <translation>{mode} vergleichen</translation>
    </message>
    <message>
        <source>Comparing needs two devices.</source>
        <translation>Zum Vergleichen braucht es zwei Geräte.</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>Als Markdown kopieren</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Tiefe</translation>
    </message>
    <message>
        <source>Devices: {devices}</source>
        <translation>Geräte: {devices}</translation>
    </message>
    <message>
        <source>Each of {modes} modes is loaded and timed in turn, twice and in mirrored order, so that warming up or throttling favours none of them.</source>
        <translation>Jeder von {modes} Modi wird abwechselnd geladen und gemessen, zweimal und in gespiegelter Reihenfolge, damit Aufwärmen oder Drosseln keinen bevorzugt.</translation>
    </message>
    <message numerus="yes">
        <source>Ended after {done} of {n}&#xa0;blocks. What was measured stays.</source>
        <translation>
            <numerusform>Nach {done} von {n}&#xa0;Block beendet. Gemessenes bleibt.</numerusform>
            <numerusform>Nach {done} von {n}&#xa0;Blöcken beendet. Gemessenes bleibt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Every mode needs two loads before anything can be said.</source>
        <translation>Jeder Modus braucht zwei Ladevorgänge, bevor sich etwas sagen lässt.</translation>
    </message>
    <message>
        <source>Everything else works. On the Hardware page CPU ranks can be added, to try how a split works.</source>
        <translation>Alles andere funktioniert. Auf der Seite Hardware lassen sich CPU-Ränge hinzufügen, um einen Split auszuprobieren.</translation>
    </message>
    <message numerus="yes">
        <source>Finished: {n}&#xa0;blocks measured.</source>
        <translation>
            <numerusform>Fertig: {n}&#xa0;Block gemessen.</numerusform>
            <numerusform>Fertig: {n}&#xa0;Blöcke gemessen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Generation</source>
        <translation>Generierung</translation>
    </message>
    <message>
        <source>Generation, tok/s</source>
        <translation>Generierung, tok/s</translation>
    </message>
    <message>
        <source>How often every mode is loaded anew: speeds differ more between loads than within one</source>
        <translation>Wie oft jeder Modus neu geladen wird: Tempo schwankt zwischen Ladevorgängen mehr als innerhalb</translation>
    </message>
    <message>
        <source>In generation: {told}.</source>
        <translation>Beim Generieren: {told}.</translation>
    </message>
    <message>
        <source>In prompt processing: {told}.</source>
        <translation>Beim Lesen des Prompts: {told}.</translation>
    </message>
    <message>
        <source>It ended before anything was measured.</source>
        <translation>Beendet, bevor etwas gemessen war.</translation>
    </message>
    <message>
        <source>KV {type}</source>
        <translation>KV {type}</translation>
    </message>
    <message>
        <source>Load {number}, {mode}: {speeds} tok/s</source>
        <translation>Ladevorgang {number}, {mode}: {speeds} tok/s</translation>
    </message>
    <message>
        <source>Loads</source>
        <translation>Ladevorgänge</translation>
    </message>
    <message>
        <source>Loads per mode</source>
        <translation>Ladevorgänge pro Modus</translation>
    </message>
    <message>
        <source>Longest reply</source>
        <translation>Längste Antwort</translation>
    </message>
    <message>
        <source>Longest reply, tokens</source>
        <translation>Längste Antwort, Token</translation>
    </message>
    <message>
        <source>Measured so far</source>
        <translation>Bisher gemessen</translation>
    </message>
    <message>
        <source>Measured with Tandem on {time}</source>
        <translation>Gemessen mit Tandem am {time}</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Modus</translation>
    </message>
    <message>
        <source>Nothing compared yet in this session</source>
        <translation>In dieser Sitzung noch nichts verglichen</translation>
    </message>
    <message>
        <source>Nothing measured yet for this model</source>
        <translation>Für dieses Modell noch nichts gemessen</translation>
    </message>
    <message>
        <source>One CPU rank: tensor and layer mode need two</source>
        <translation>Ein CPU-Rang: Tensor- und Layer-Modus brauchen zwei</translation>
    </message>
    <message>
        <source>One card: tensor and layer mode need two</source>
        <translation>Eine Karte: Tensor- und Layer-Modus brauchen zwei</translation>
    </message>
    <message>
        <source>One prompt</source>
        <translation>Ein Prompt</translation>
    </message>
    <message>
        <source>Open Hardware</source>
        <translation>Hardware öffnen</translation>
    </message>
    <message>
        <source>Open a file</source>
        <translation>Datei öffnen</translation>
    </message>
    <message>
        <source>Own sizes</source>
        <translation>Eigene Größen</translation>
    </message>
    <message>
        <source>Pick a model first.</source>
        <translation>Zuerst ein Modell wählen.</translation>
    </message>
    <message>
        <source>Pick a model to compare</source>
        <translation>Modell zum Vergleichen wählen</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Prompt processing, tok/s</source>
        <translation>Prompt lesen, tok/s</translation>
    </message>
    <message>
        <source>Prompt to compare by</source>
        <translation>Prompt für den Vergleich</translation>
    </message>
    <message>
        <source>Prompt, tok/s</source>
        <translation>Prompt, tok/s</translation>
    </message>
    <message>
        <source>Prompts: {sentence}, {told}.</source>
        <translation>Prompts: {sentence}, {told}.</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Reading its header.</source>
        <translation>Kopfdaten werden gelesen.</translation>
    </message>
    <message>
        <source>Repetitions</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>Replies</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Reply in mode {mode}</source>
        <translation>Antwort im Modus {mode}</translation>
    </message>
    <message>
        <source>Results as a table</source>
        <translation>Ergebnisse als Tabelle</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Run Quick</source>
        <translation>Schnell starten</translation>
    </message>
    <message>
        <source>Run Quick, {about}</source>
        <translation>Schnell starten, {about}</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Erneut starten</translation>
    </message>
    <message>
        <source>Split modes of {model}</source>
        <translation>Split-Modi von {model}</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message numerus="yes">
        <source>Stopped after {done} of {n}&#xa0;blocks. What was measured stays.</source>
        <translation>
            <numerusform>Nach {done} von {n}&#xa0;Block gestoppt. Gemessenes bleibt.</numerusform>
            <numerusform>Nach {done} von {n}&#xa0;Blöcken gestoppt. Gemessenes bleibt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Hält an</translation>
    </message>
    <message>
        <source>The first difference is at character {difference}</source>
        <translation>Der erste Unterschied steht bei Zeichen {difference}</translation>
    </message>
    <message>
        <source>The model is being loaded. Run it when that has ended.</source>
        <translation>Das Modell wird geladen. Danach starten.</translation>
    </message>
    <message>
        <source>The model is being unloaded. Run it when that has ended.</source>
        <translation>Das Modell wird entladen. Danach starten.</translation>
    </message>
    <message>
        <source>Then its split modes can be timed against each other on your devices.</source>
        <translation>Dann lassen sich seine Split-Modi auf Ihren Geräten gegeneinander messen.</translation>
    </message>
    <message>
        <source>There is nothing to time: prompt and generation are both 0.</source>
        <translation>Es gibt nichts zu messen: Prompt und Generierung sind beide 0.</translation>
    </message>
    <message>
        <source>This model is not supported: {lack}. Pick another one.</source>
        <translation>Dieses Modell wird nicht unterstützt: {lack}. Ein anderes wählen.</translation>
    </message>
    <message>
        <source>This needs {tokens} tokens, and the context holds {context}.</source>
        <translation>Das braucht {tokens} Token, und der Kontext fasst {context}.</translation>
    </message>
    <message>
        <source>Too early to say</source>
        <translation>Noch nicht zu sagen</translation>
    </message>
    <message>
        <source>Turn on at least two modes.</source>
        <translation>Mindestens zwei Modi einschalten.</translation>
    </message>
    <message>
        <source>Use it for this model</source>
        <translation>Für dieses Modell verwenden</translation>
    </message>
    <message>
        <source>Use {mode} for this model</source>
        <translation>{mode} verwenden</translation>
    </message>
    <message>
        <source>View as bars</source>
        <translation>Als Balken zeigen</translation>
    </message>
    <message>
        <source>View as table</source>
        <translation>Als Tabelle zeigen</translation>
    </message>
    <message>
        <source>What every mode is asked</source>
        <translation>Was jeder Modus gefragt wird</translation>
    </message>
    <message>
        <source>What to time</source>
        <translation>Was gemessen wird</translation>
    </message>
    <message>
        <source>Work: {work}</source>
        <translation>Arbeit: {work}</translation>
    </message>
    <message>
        <source>Write a prompt first.</source>
        <translation>Zuerst einen Prompt schreiben.</translation>
    </message>
    <message>
        <source>about {number}&#xa0;h</source>
        <translation>etwa {number}&#xa0;h</translation>
    </message>
    <message>
        <source>about {number}&#xa0;min</source>
        <translation>etwa {number}&#xa0;min</translation>
    </message>
    <message>
        <source>about {number}&#xa0;s</source>
        <translation>etwa {number}&#xa0;s</translation>
    </message>
    <message>
        <source>block {place} of {all}</source>
        <translation>Block {place} von {all}</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>dashed: one device</source>
        <translation>gestrichelt: ein Gerät</translation>
    </message>
    <message>
        <source>depth {tokens}</source>
        <translation>Tiefe {tokens}</translation>
    </message>
    <message>
        <source>dots are loads</source>
        <translation>Punkte: Ladevorgänge</translation>
    </message>
    <message>
        <source>generation {tokens}</source>
        <translation>Generierung {tokens}</translation>
    </message>
    <message>
        <source>loading {part}</source>
        <translation>lädt {part}</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>noch nicht gemessen</translation>
    </message>
    <message numerus="yes">
        <source>one prompt, at most {n}&#xa0;tokens</source>
        <translation>
            <numerusform>ein Prompt, höchstens {n}&#xa0;Token</numerusform>
            <numerusform>ein Prompt, höchstens {n}&#xa0;Token</numerusform>
        </translation>
    </message>
    <message>
        <source>prompt {tokens}</source>
        <translation>Prompt {tokens}</translation>
    </message>
    <message>
        <source>time left not known yet</source>
        <translation>Restzeit noch unbekannt</translation>
    </message>
    <message>
        <source>{done} of {all} blocks done, {mode} under way. Order: {modes}</source>
        <translation>{done} von {all} Blöcken fertig, {mode} läuft. Reihenfolge: {modes}</translation>
    </message>
    <message>
        <source>{done} of {all} blocks done. Order: {modes}</source>
        <translation>{done} von {all} Blöcken fertig. Reihenfolge: {modes}</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} bis {high}</translation>
    </message>
    <message>
        <source>{mode} in {stages} stages</source>
        <translation>{mode} in {stages} Stufen</translation>
    </message>
    <message>
        <source>{mode} is used for this model</source>
        <translation>{mode} ist gewählt</translation>
    </message>
    <message>
        <source>{more} more in {path}</source>
        <translation>{more} weitere in {path}</translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;loads per mode</source>
        <translation>
            <numerusform>{n}&#xa0;Ladevorgang pro Modus</numerusform>
            <numerusform>{n}&#xa0;Ladevorgänge pro Modus</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;ranks</source>
        <translation>
            <numerusform>{n}&#xa0;Rang</numerusform>
            <numerusform>{n}&#xa0;Ränge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;repetitions</source>
        <translation>
            <numerusform>{n}&#xa0;Wiederholung</numerusform>
            <numerusform>{n}&#xa0;Wiederholungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{speed} tokens per second, give or take {half}, over {n} loads</source>
        <translation>
            <numerusform>{speed} Token pro Sekunde, plus oder minus {half}, über {n} Ladevorgang</numerusform>
            <numerusform>{speed} Token pro Sekunde, plus oder minus {half}, über {n} Ladevorgänge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{speed} tokens per second, over {n} loads</source>
        <translation>
            <numerusform>{speed} Token pro Sekunde, über {n} Ladevorgang</numerusform>
            <numerusform>{speed} Token pro Sekunde, über {n} Ladevorgänge</numerusform>
        </translation>
    </message>
    <message>
        <source>{times} the speed of {mode}, 95% interval</source>
        <translation>{times} das Tempo von {mode}, 95-%-Intervall</translation>
    </message>
    <message>
        <source>{times} the speed, 95% interval</source>
        <translation>{times} das Tempo, 95-%-Intervall</translation>
    </message>
</context>
<context>
    <name>download</name>
    <message>
        <source>A file of {repository} is gone from {site}. Look it up again.</source>
        <translation>Eine Datei von {repository} ist auf {site} nicht mehr da. Erneut nachsehen.</translation>
    </message>
    <message>
        <source>Another window is downloading to {folder}. Wait until it is done.</source>
        <translation>Ein anderes Fenster lädt gerade nach {folder} herunter. Warten, bis es fertig ist.</translation>
    </message>
    <message>
        <source>Another {name} is already in {folder}. Move it, or choose another folder.</source>
        <translation>Eine andere {name} liegt schon in {folder}. Verschieben oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel {name}</source>
        <translation>{name} abbrechen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Change the folder</source>
        <translation>Ordner ändern</translation>
    </message>
    <message>
        <source>Checking what is there</source>
        <translation>Vorhandenes wird geprüft</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Download from Hugging Face</source>
        <translation>Von Hugging Face herunterladen</translation>
    </message>
    <message>
        <source>Download to</source>
        <translation>Herunterladen nach</translation>
    </message>
    <message>
        <source>Download {size}</source>
        <translation>{size} herunterladen</translation>
    </message>
    <message>
        <source>Downloaded, checksum verified · {size}</source>
        <translation>Heruntergeladen, Prüfsumme stimmt · {size}</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>HF_HUB_OFFLINE is set, so nothing is fetched. Unset it and start Tandem again.</source>
        <translation>HF_HUB_OFFLINE ist gesetzt, daher wird nichts geholt. Löschen und Tandem neu starten.</translation>
    </message>
    <message>
        <source>Lacks about {lack}</source>
        <translation>Es fehlen etwa {lack}</translation>
    </message>
    <message>
        <source>Look up</source>
        <translation>Nachsehen</translation>
    </message>
    <message>
        <source>Looking it up</source>
        <translation>Wird nachgesehen</translation>
    </message>
    <message>
        <source>Model on Hugging Face</source>
        <translation>Modell auf Hugging Face</translation>
    </message>
    <message>
        <source>Nothing goes over the network before you press Look up.</source>
        <translation>Nichts geht über das Netz, bevor Sie Nachsehen drücken.</translation>
    </message>
    <message>
        <source>On these devices</source>
        <translation>Auf diesen Geräten</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Paused · {amount}</source>
        <translation>Angehalten · {amount}</translation>
    </message>
    <message>
        <source>Quant</source>
        <translation>Quant</translation>
    </message>
    <message>
        <source>Quants</source>
        <translation>Quants</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Should fit</source>
        <translation>Sollte passen</translation>
    </message>
    <message>
        <source>Show downloads</source>
        <translation>Downloads zeigen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Take {name} off this list</source>
        <translation>{name} von der Liste nehmen</translation>
    </message>
    <message>
        <source>The connection broke, trying again</source>
        <translation>Verbindung abgebrochen, neuer Versuch</translation>
    </message>
    <message>
        <source>The disk of {folder} has {free} free, and {missing} are to come. Free some space, or choose another folder.</source>
        <translation>Das Laufwerk von {folder} hat {free} frei, und {missing} kommen noch. Platz schaffen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>The disk of {folder} is full. Free some space and resume; nothing is lost.</source>
        <translation>Das Laufwerk von {folder} ist voll. Platz schaffen und fortsetzen; nichts ist verloren.</translation>
    </message>
    <message>
        <source>The download stopped unexpectedly ({cause}). Resume it; nothing is lost.</source>
        <translation>Der Download endete unerwartet ({cause}). Fortsetzen; nichts ist verloren.</translation>
    </message>
    <message>
        <source>The hub sends more of {name} than it lists. Look it up again.</source>
        <translation>Der Hub sendet mehr von {name}, als er aufführt. Erneut nachsehen.</translation>
    </message>
    <message>
        <source>The repository names a file {name}, which cannot be stored. Choose another repository.</source>
        <translation>Das Repository nennt eine Datei {name}, die sich nicht speichern lässt. Anderes Repository wählen.</translation>
    </message>
    <message>
        <source>This address leads to no model. Paste the address of a model&apos;s page, or write owner/name.</source>
        <translation>Diese Adresse führt zu keinem Modell. Die Adresse einer Modellseite einfügen oder Besitzer/Name schreiben.</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell verwenden</translation>
    </message>
    <message>
        <source>Waits for the one before it · {amount}</source>
        <translation>Wartet auf den vorigen · {amount}</translation>
    </message>
    <message>
        <source>Write owner/name as it stands on Hugging Face, or paste the page&apos;s address.</source>
        <translation>Besitzer/Name schreiben, wie es auf Hugging Face steht, oder die Adresse der Seite einfügen.</translation>
    </message>
    <message>
        <source>owner/name, or the address of its page</source>
        <translation>Besitzer/Name oder die Adresse der Seite</translation>
    </message>
    <message>
        <source>{done} of {all}</source>
        <translation>{done} von {all}</translation>
    </message>
    <message>
        <source>{free} free there</source>
        <translation>dort {free} frei</translation>
    </message>
    <message>
        <source>{free} free there, which is too little</source>
        <translation>dort {free} frei, das ist zu wenig</translation>
    </message>
    <message>
        <source>{name} arrived with a wrong checksum, so nothing of it was kept. Retry; if it happens again, the connection or this computer&apos;s memory damages data.</source>
        <translation>{name} kam mit falscher Prüfsumme an, daher blieb nichts davon. Wiederholen; geschieht es erneut, beschädigt die Verbindung oder der Speicher dieses Computers Daten.</translation>
    </message>
    <message>
        <source>{name} holds no .gguf model. Look for a repository whose name ends in GGUF.</source>
        <translation>{name} enthält kein .gguf-Modell. Ein Repository suchen, dessen Name auf GGUF endet.</translation>
    </message>
    <message>
        <source>{name} is another file on the hub by now. Look it up again.</source>
        <translation>{name} ist auf dem Hub inzwischen eine andere Datei. Erneut nachsehen.</translation>
    </message>
    <message>
        <source>{name} is downloaded, and its checksum agrees.</source>
        <translation>{name} ist heruntergeladen, und die Prüfsumme stimmt.</translation>
    </message>
    <message numerus="yes">
        <source>{name} offers {n}&#xa0;model files.</source>
        <translation>
            <numerusform>{name} bietet {n}&#xa0;Modelldatei.</numerusform>
            <numerusform>{name} bietet {n}&#xa0;Modelldateien.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name} · {n} parts</source>
        <translation>
            <numerusform>{name} · {n} Teil</numerusform>
            <numerusform>{name} · {n} Teile</numerusform>
        </translation>
    </message>
    <message>
        <source>{path} cannot be written ({reason}). Choose another folder.</source>
        <translation>{path} kann nicht geschrieben werden ({reason}). Anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>{repository} cannot be a model&apos;s name. Write owner/name.</source>
        <translation>{repository} kann kein Modellname sein. Besitzer/Name schreiben.</translation>
    </message>
    <message>
        <source>{repository} could not be fetched ({kind}). Try again.</source>
        <translation>{repository} konnte nicht geholt werden ({kind}). Erneut versuchen.</translation>
    </message>
    <message>
        <source>{repository} has no such revision. Look it up again.</source>
        <translation>{repository} hat diese Revision nicht. Erneut nachsehen.</translation>
    </message>
    <message>
        <source>{repository} is gated. Accept its terms on {site}/{repository}, log in with hf auth login, then try again.</source>
        <translation>{repository} ist zugangsbeschränkt. Bedingungen auf {site}/{repository} annehmen, mit hf auth login anmelden, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>{site} answers with error {number}. Try again later; nothing is lost.</source>
        <translation>{site} antwortet mit Fehler {number}. Später erneut versuchen; nichts ist verloren.</translation>
    </message>
    <message>
        <source>{site} cannot be reached. Check the connection and try again; nothing is lost.</source>
        <translation>{site} ist nicht erreichbar. Verbindung prüfen und erneut versuchen; nichts ist verloren.</translation>
    </message>
    <message>
        <source>{site} does not answer. Check the connection and try again; nothing is lost.</source>
        <translation>{site} antwortet nicht. Verbindung prüfen und erneut versuchen; nichts ist verloren.</translation>
    </message>
    <message>
        <source>{site} has disabled {repository}. Choose another repository.</source>
        <translation>{site} hat {repository} gesperrt. Anderes Repository wählen.</translation>
    </message>
    <message>
        <source>{site} has no model {repository}, or it is private. Check the name.</source>
        <translation>{site} hat kein Modell {repository}, oder es ist privat. Namen prüfen.</translation>
    </message>
</context>
<context>
    <name>engine</name>
    <message>
        <source>A benchmark needs counts that are not negative and at least one repetition.</source>
        <translation>Ein Benchmark braucht nicht negative Anzahlen und mindestens eine Wiederholung.</translation>
    </message>
    <message>
        <source>A comparison needs at least one load per mode.</source>
        <translation>Ein Vergleich braucht mindestens einen Ladevorgang pro Modus.</translation>
    </message>
    <message>
        <source>A comparison needs two different split modes or more. Choose another one.</source>
        <translation>Ein Vergleich braucht mindestens zwei verschiedene Split-Modi. Einen weiteren wählen.</translation>
    </message>
    <message>
        <source>A context of {tokens} tokens is too short: give at least 1.</source>
        <translation>Ein Kontext von {tokens} Token ist zu kurz: mindestens 1 angeben.</translation>
    </message>
    <message>
        <source>A logit bias is for the token {token}, and this model has the tokens 0 to {last}.</source>
        <translation>Ein Logit-Bias gilt dem Token {token}, und dieses Modell hat die Token 0 bis {last}.</translation>
    </message>
    <message>
        <source>A model cannot run in {stages} stages: give at least 1.</source>
        <translation>Ein Modell kann nicht in {stages} Stufen laufen: mindestens 1 angeben.</translation>
    </message>
    <message>
        <source>A token&apos;s kernels are launched one by one, which is slower, as {why}.</source>
        <translation>Die Kernel eines Tokens werden einzeln gestartet, was langsamer ist: {why}.</translation>
    </message>
    <message>
        <source>All modes gave the same token.</source>
        <translation>Alle Modi ergaben dasselbe Token.</translation>
    </message>
    <message>
        <source>All modes gave the same {number} tokens.</source>
        <translation>Alle Modi ergaben dieselben {number} Token.</translation>
    </message>
    <message>
        <source>Another program is busy on {card}: {name} uses {percent}% of it.</source>
        <translation>Ein anderes Programm arbeitet auf {card}: {name} nutzt sie zu {percent}&#xa0;%.</translation>
    </message>
    <message>
        <source>Another program is busy: {name} uses {amount}.</source>
        <translation>Ein anderes Programm arbeitet: {name} nutzt {amount}.</translation>
    </message>
    <message>
        <source>Another program was busy on {card}: {name} used {percent}% of it.</source>
        <translation>Ein anderes Programm arbeitete auf {card}: {name} nutzte sie zu {percent}&#xa0;%.</translation>
    </message>
    <message>
        <source>Another program was busy: {name} used {amount}.</source>
        <translation>Ein anderes Programm arbeitete: {name} nutzte {amount}.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Choose a smaller model, free some memory, or add a device.</source>
        <translation>Kleineres Modell wählen, Speicher frei machen oder ein Gerät hinzufügen.</translation>
    </message>
    <message>
        <source>Each mode ran on one device, so they do not differ. Choose several devices.</source>
        <translation>Jeder Modus lief auf einem Gerät, daher unterscheiden sie sich nicht. Mehrere Geräte wählen.</translation>
    </message>
    <message>
        <source>Fetching the starter model was cancelled.</source>
        <translation>Das Holen des Startmodells wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Heads of {name} are {length} values long, and KV type {type} keeps {block} together: choose {other}.</source>
        <translation>Heads von {name} sind {length} Werte lang, und KV-Typ {type} hält {block} zusammen: {other} wählen.</translation>
    </message>
    <message>
        <source>It fits when the shares are left to Tandem.</source>
        <translation>Es passt, wenn Tandem die Anteile wählt.</translation>
    </message>
    <message>
        <source>It fits with KV type {type}.</source>
        <translation>Es passt mit KV-Typ {type}.</translation>
    </message>
    <message>
        <source>It fits with a context of {tokens} tokens or with KV type {type}.</source>
        <translation>Es passt mit einem Kontext von {tokens} Token oder mit KV-Typ {type}.</translation>
    </message>
    <message>
        <source>It fits with a context of {tokens} tokens.</source>
        <translation>Es passt mit einem Kontext von {tokens} Token.</translation>
    </message>
    <message>
        <source>KV head {head} of {all} is held by {ranks}, because query heads on each of them read it.</source>
        <translation>KV-Head {head} von {all} liegt auf {ranks}, weil Query-Heads auf jedem ihn lesen.</translation>
    </message>
    <message>
        <source>Kernels for GPUs take rows of a multiple of {group} values, and this model has some of {columns}: load it with --exact, or on the CPU.</source>
        <translation>Kernel für GPUs nehmen Zeilen, deren Länge ein Vielfaches von {group} Werten ist, und dieses Modell hat welche von {columns}: mit --exact oder auf der CPU laden.</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Layer</translation>
    </message>
    <message>
        <source>Looking for GPUs failed ({cause}), so only the CPU is listed.</source>
        <translation>Die Suche nach GPUs ist gescheitert ({cause}), daher ist nur die CPU aufgeführt.</translation>
    </message>
    <message>
        <source>MLP channels</source>
        <translation>MLP-Kanäle</translation>
    </message>
    <message>
        <source>Neither the CPU nor GPUs have kernels for {types}: weights of these types are widened to 8 bits there and take {taken} of memory, not the file&apos;s {before}.</source>
        <translation>Weder CPU noch GPUs haben Kernel für {types}: Gewichte dieser Typen werden dort auf 8 Bit erweitert und brauchen {taken} Speicher statt {before} in der Datei.</translation>
    </message>
    <message>
        <source>Neither the CPU nor GPUs have kernels for {types}: weights of this type are widened to 8 bits there and take {taken} of memory, not the file&apos;s {before}.</source>
        <translation>Weder CPU noch GPUs haben Kernel für {types}: Gewichte dieses Typs werden dort auf 8 Bit erweitert und brauchen {taken} Speicher statt {before} in der Datei.</translation>
    </message>
    <message>
        <source>No clear difference</source>
        <translation>Kein klarer Unterschied</translation>
    </message>
    <message>
        <source>No clear difference between {one} and {other}</source>
        <translation>Kein klarer Unterschied zwischen {one} und {other}</translation>
    </message>
    <message>
        <source>No model is loaded. Load one first.</source>
        <translation>Es ist kein Modell geladen. Zuerst eines laden.</translation>
    </message>
    <message>
        <source>No split mode fits into the free memory; this one lacks least.</source>
        <translation>Kein Split-Modus passt in den freien Speicher; diesem fehlt am wenigsten.</translation>
    </message>
    <message>
        <source>No tokens were generated, so there are no answers to compare.</source>
        <translation>Es wurden keine Token generiert, also gibt es keine Antworten zu vergleichen.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ohne</translation>
    </message>
    <message>
        <source>One card is</source>
        <translation>Eine Karte ist</translation>
    </message>
    <message>
        <source>One device is</source>
        <translation>Ein Gerät ist</translation>
    </message>
    <message>
        <source>One load per mode cannot tell how much loads differ. Ask for two or more.</source>
        <translation>Ein Ladevorgang pro Modus sagt nicht, wie sehr sich Ladevorgänge unterscheiden. Zwei oder mehr verlangen.</translation>
    </message>
    <message>
        <source>Only GPUs with kernels of their own can be projected: choose one with --devices.</source>
        <translation>Hochrechnen lassen sich nur GPUs mit eigenen Kerneln: eine mit --devices wählen.</translation>
    </message>
    <message>
        <source>Only {mode} could be loaded, so there is nothing to compare it with.</source>
        <translation>Nur {mode} ließ sich laden, also gibt es nichts zum Vergleichen.</translation>
    </message>
    <message>
        <source>Other programs are busy: together they use {amount}, {name} the most of it.</source>
        <translation>Andere Programme arbeiten: zusammen nutzen sie {amount}, {name} das meiste davon.</translation>
    </message>
    <message>
        <source>Other programs were busy: together they used {amount}, {name} the most of it.</source>
        <translation>Andere Programme arbeiteten: zusammen nutzten sie {amount}, {name} das meiste davon.</translation>
    </message>
    <message>
        <source>Rank {numbers} holds none of the {total} {part}.</source>
        <translation>Rang {numbers} hält keine der {total} {part}.</translation>
    </message>
    <message>
        <source>Rank {rank} has not answered the other ranks for {seconds} seconds, so the model cannot go on. Load it again.</source>
        <translation>Rang {rank} hat den anderen Rängen {seconds} Sekunden lang nicht geantwortet, daher kann das Modell nicht weitermachen. Erneut laden.</translation>
    </message>
    <message>
        <source>Rank {rank} on {device} failed: {cause}. Load the model again.</source>
        <translation>Rang {rank} auf {device} ist gescheitert: {cause}. Das Modell erneut laden.</translation>
    </message>
    <message>
        <source>Ranks of one processor share its memory: tensor and layer mode are for trial there, not for speed.</source>
        <translation>Ränge eines Prozessors teilen sich seinen Speicher: Tensor- und Layer-Modus dienen dort dem Ausprobieren, nicht dem Tempo.</translation>
    </message>
    <message>
        <source>Ranks {numbers} hold none of the {total} {part}.</source>
        <translation>Die Ränge {numbers} halten keine der {total} {part}.</translation>
    </message>
    <message>
        <source>Several ranks share a GPU, which runs them one after another: that is right, and very slow. With NVIDIA&apos;s MPS (nvidia-cuda-mps-control -d) they run at the same time.</source>
        <translation>Mehrere Ränge teilen sich eine GPU, die sie nacheinander ausführt: das ist richtig und sehr langsam. Mit NVIDIAs MPS (nvidia-cuda-mps-control -d) laufen sie gleichzeitig.</translation>
    </message>
    <message>
        <source>Shares are shifted towards devices with more free memory; otherwise the model would not fit.</source>
        <translation>Anteile sind zu Geräten mit mehr freiem Speicher verschoben; sonst passte das Modell nicht.</translation>
    </message>
    <message>
        <source>Shares must not be negative, and at least one must be above zero.</source>
        <translation>Anteile dürfen nicht negativ sein, und mindestens einer muss über null liegen.</translation>
    </message>
    <message>
        <source>Sharing every layer between {devices} is</source>
        <translation>Jeden Layer zwischen {devices} zu teilen ist</translation>
    </message>
    <message>
        <source>Sharing layers between {devices} in {groups} groups is</source>
        <translation>Layer zwischen {devices} in {groups} Gruppen zu teilen ist</translation>
    </message>
    <message>
        <source>Something went wrong in the engine: {kind}: {error}. Try again.</source>
        <translation>In der Engine ist etwas schiefgegangen: {kind}: {error}. Erneut versuchen.</translation>
    </message>
    <message>
        <source>Stages are groups of devices in split mode tensor: choose it, or leave them out for {mode}.</source>
        <translation>Stufen sind Gruppen von Geräten im Split-Modus Tensor: diesen wählen oder die Stufen für {mode} weglassen.</translation>
    </message>
    <message>
        <source>Stages are groups of devices in split mode tensor: compare that too, or leave them out.</source>
        <translation>Stufen sind Gruppen von Geräten im Split-Modus Tensor: auch diesen vergleichen oder die Stufen weglassen.</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>Tensor</translation>
    </message>
    <message>
        <source>The benchmark needs {tokens} tokens, and the context holds {context}. Load the model with a longer context.</source>
        <translation>Der Benchmark braucht {tokens} Token, und der Kontext fasst {context}. Das Modell mit längerem Kontext laden.</translation>
    </message>
    <message>
        <source>The card is shared through NVIDIA&apos;s MPS, which may be broken by it: end it (echo quit | nvidia-cuda-mps-control) and start it anew (nvidia-cuda-mps-control -d) first.</source>
        <translation>Die Karte wird über NVIDIAs MPS geteilt, das dadurch gestört sein kann: erst beenden (echo quit | nvidia-cuda-mps-control) und neu starten (nvidia-cuda-mps-control -d).</translation>
    </message>
    <message>
        <source>The context of {tokens} tokens is longer than the {trained} that this model was trained for: answers may get worse beyond those.</source>
        <translation>Der Kontext von {tokens} Token ist länger als die {trained}, für die dieses Modell trainiert ist: darüber hinaus können Antworten schlechter werden.</translation>
    </message>
    <message>
        <source>The conversation has {tokens} tokens, and the context holds {context}. Shorten the question, start a new chat, or load the model with a longer context.</source>
        <translation>Die Unterhaltung hat {tokens} Token, und der Kontext fasst {context}. Die Frage kürzen, einen neuen Chat beginnen oder das Modell mit längerem Kontext laden.</translation>
    </message>
    <message>
        <source>The disk is full; free 300 MB and try again.</source>
        <translation>Das Laufwerk ist voll; 300&#xa0;MB frei machen und erneut versuchen.</translation>
    </message>
    <message>
        <source>The disk of {folder} is full; free 300 MB and try again.</source>
        <translation>Das Laufwerk von {folder} ist voll; 300&#xa0;MB frei machen und erneut versuchen.</translation>
    </message>
    <message>
        <source>The downloaded starter model is not the right file; try again, perhaps on another network.</source>
        <translation>Das heruntergeladene Startmodell ist nicht die richtige Datei; erneut versuchen, vielleicht in einem anderen Netz.</translation>
    </message>
    <message>
        <source>The engine stopped unexpectedly ({cause}), so no model is loaded any more. Load it again.</source>
        <translation>Die Engine endete unerwartet ({cause}), daher ist kein Modell mehr geladen. Erneut laden.</translation>
    </message>
    <message>
        <source>The free memory of {device} is unknown: the plan takes it to be enough.</source>
        <translation>Der freie Speicher von {device} ist unbekannt: der Plan hält ihn für ausreichend.</translation>
    </message>
    <message>
        <source>The logit bias of the token {token} must be -inf or a number from {low} to {high}, and not {value}.</source>
        <translation>Der Logit-Bias des Tokens {token} muss -inf oder eine Zahl von {low} bis {high} sein, nicht {value}.</translation>
    </message>
    <message>
        <source>The logit biases rule out every token of this model, so nothing could be drawn.</source>
        <translation>Die Logit-Biases schließen jedes Token dieses Modells aus, also ließe sich nichts ziehen.</translation>
    </message>
    <message>
        <source>The model cuts words in a way that is not known here ({name}), so the usual way is used and its answers may be worse; a newer Tandem may know it.</source>
        <translation>Das Modell zerlegt Wörter auf eine hier unbekannte Art ({name}), daher geschieht es auf die übliche, und Antworten können schlechter sein; ein neueres Tandem kennt sie vielleicht.</translation>
    </message>
    <message>
        <source>The model fits in no other way than in mode {mode} (predicted {speed} tokens per second).</source>
        <translation>Das Modell passt nur im Modus {mode} (vorhergesagt {speed} Token pro Sekunde).</translation>
    </message>
    <message>
        <source>The model fits in no other way than whole on {device} (predicted {speed} tokens per second).</source>
        <translation>Das Modell passt nur ganz auf {device} (vorhergesagt {speed} Token pro Sekunde).</translation>
    </message>
    <message>
        <source>The model fits neither on one device nor with whole layers on each, so every layer is divided over {number} devices.</source>
        <translation>Das Modell passt weder auf ein Gerät noch mit ganzen Layern auf jedem, daher ist jeder Layer auf {number} Geräte verteilt.</translation>
    </message>
    <message>
        <source>The model fits on no card alone, and sharing every layer between {devices} is</source>
        <translation>Das Modell passt auf keine Karte allein, und jeden Layer zwischen {devices} zu teilen ist</translation>
    </message>
    <message>
        <source>The model fits on no card alone, and sharing layers between {devices} in {groups} groups is</source>
        <translation>Das Modell passt auf keine Karte allein, und Layer zwischen {devices} in {groups} Gruppen zu teilen ist</translation>
    </message>
    <message>
        <source>The model fits on no card alone, and whole layers on each of {devices} are</source>
        <translation>Das Modell passt auf keine Karte allein, und ganze Layer auf jeder von {devices} sind</translation>
    </message>
    <message>
        <source>The model fits on no device alone, and sharing every layer between {devices} is</source>
        <translation>Das Modell passt auf kein Gerät allein, und jeden Layer zwischen {devices} zu teilen ist</translation>
    </message>
    <message>
        <source>The model fits on no device alone, and sharing layers between {devices} in {groups} groups is</source>
        <translation>Das Modell passt auf kein Gerät allein, und Layer zwischen {devices} in {groups} Gruppen zu teilen ist</translation>
    </message>
    <message>
        <source>The model fits on no device alone, and whole layers on each of {devices} are</source>
        <translation>Das Modell passt auf kein Gerät allein, und ganze Layer auf jedem von {devices} sind</translation>
    </message>
    <message>
        <source>The model fits on no device alone, so its layers are divided over {number} devices.</source>
        <translation>Das Modell passt auf kein Gerät allein, daher sind seine Layer auf {number} Geräte verteilt.</translation>
    </message>
    <message>
        <source>The model fits on {device}, and until speeds are measured on this computer one device is the safe choice.</source>
        <translation>Das Modell passt auf {device}, und bis auf diesem Computer Tempo gemessen ist, ist ein Gerät die sichere Wahl.</translation>
    </message>
    <message>
        <source>The package index cannot be reached; check the internet connection and try again.</source>
        <translation>Der Paketindex ist nicht erreichbar; die Internetverbindung prüfen und erneut versuchen.</translation>
    </message>
    <message>
        <source>The package index could not prove who it is; check this computer&apos;s clock, or ask who runs the network.</source>
        <translation>Der Paketindex konnte sich nicht ausweisen; die Uhr dieses Computers prüfen oder beim Betreiber des Netzes nachfragen.</translation>
    </message>
    <message>
        <source>The package index of this computer&apos;s pip does not offer {package}; open a model file of your own instead.</source>
        <translation>Der Paketindex, den pip auf diesem Computer nutzt, bietet {package} nicht an; stattdessen eine eigene Modelldatei öffnen.</translation>
    </message>
    <message>
        <source>The prompt is empty. Write something first.</source>
        <translation>Der Prompt ist leer. Zuerst etwas schreiben.</translation>
    </message>
    <message>
        <source>The result was not kept: {path} cannot be written ({reason}). Choose another file.</source>
        <translation>Das Ergebnis wurde nicht gespeichert: {path} kann nicht geschrieben werden ({reason}). Andere Datei wählen.</translation>
    </message>
    <message>
        <source>The sampler setting {name} must be {wanted}, and not {value}.</source>
        <translation>Die Sampler-Einstellung {name} muss {wanted} sein, nicht {value}.</translation>
    </message>
    <message>
        <source>The seed must be a whole number, and not {value}.</source>
        <translation>Der Seed muss eine ganze Zahl sein, nicht {value}.</translation>
    </message>
    <message>
        <source>The starter model cannot be stored in {folder} ({reason}).</source>
        <translation>Das Startmodell kann nicht in {folder} gespeichert werden ({reason}).</translation>
    </message>
    <message>
        <source>The system gave no shared memory for the ranks ({reason}), so they talk over loopback connections, which is slower. They need {size} of it; on Linux it is the free space of /dev/shm.</source>
        <translation>Das System gab keinen gemeinsamen Speicher für die Ränge her ({reason}), daher reden sie über Loopback-Verbindungen, was langsamer ist. Sie brauchen {size} davon; unter Linux ist das der freie Platz von /dev/shm.</translation>
    </message>
    <message>
        <source>The text has {tokens} tokens, and the context holds {context}. Ask for a longer one.</source>
        <translation>Der Text hat {tokens} Token, und der Kontext fasst {context}. Einen längeren verlangen.</translation>
    </message>
    <message>
        <source>The vocabulary in {path} has {key} of a wrong type; get another conversion of the model.</source>
        <translation>Das Vokabular in {path} hat {key} von falschem Typ; eine andere Konvertierung des Modells besorgen.</translation>
    </message>
    <message>
        <source>The vocabulary in {path} has {tokens} tokens and only {count} entries under {key}; get another conversion of the model.</source>
        <translation>Das Vokabular in {path} hat {tokens} Token und nur {count} Einträge unter {key}; eine andere Konvertierung des Modells besorgen.</translation>
    </message>
    <message>
        <source>The vocabulary in {path} lacks its {key}; get another conversion of the model.</source>
        <translation>Dem Vokabular in {path} fehlt {key}; eine andere Konvertierung des Modells besorgen.</translation>
    </message>
    <message>
        <source>The vocabulary in {path} lists a token twice; get another conversion of the model.</source>
        <translation>Das Vokabular in {path} führt ein Token zweimal auf; eine andere Konvertierung des Modells besorgen.</translation>
    </message>
    <message>
        <source>The worker of rank {rank} on {device} ended unexpectedly ({cause}), so the model is no longer loaded. Load it again.</source>
        <translation>Der Worker von Rang {rank} auf {device} endete unerwartet ({cause}), daher ist das Modell nicht mehr geladen. Erneut laden.</translation>
    </message>
    <message>
        <source>The worker of rank {rank} on {device} ended unexpectedly ({cause}), so the model is no longer loaded. The computer may have run out of memory. Load it again.</source>
        <translation>Der Worker von Rang {rank} auf {device} endete unerwartet ({cause}), daher ist das Modell nicht mehr geladen. Vielleicht hatte der Computer keinen Speicher mehr. Erneut laden.</translation>
    </message>
    <message>
        <source>The worker of rank {rank} on {device} stands still and no longer answers, so the model is no longer loaded. Load it again.</source>
        <translation>Der Worker von Rang {rank} auf {device} steht still und antwortet nicht mehr, daher ist das Modell nicht mehr geladen. Erneut laden.</translation>
    </message>
    <message>
        <source>There are {count} logit biases, and at most {most} can be.</source>
        <translation>Es sind {count} Logit-Biases, und höchstens {most} sind möglich.</translation>
    </message>
    <message>
        <source>There are {count} sequence breakers, and at most {most} can be.</source>
        <translation>Es sind {count} Trenner, und höchstens {most} sind möglich.</translation>
    </message>
    <message>
        <source>There are {shares} shares for {devices} devices: give one share per device.</source>
        <translation>Es sind {shares} Anteile für {devices} Geräte: einen Anteil pro Gerät angeben.</translation>
    </message>
    <message>
        <source>There is no KV type {type}: choose {known}.</source>
        <translation>Es gibt keinen KV-Typ {type}: {known} wählen.</translation>
    </message>
    <message>
        <source>There is no device to run the model on: choose at least one.</source>
        <translation>Es ist kein Gerät da, auf dem das Modell laufen kann: mindestens eines wählen.</translation>
    </message>
    <message>
        <source>There is no device {device} on this computer. It has: {known}.</source>
        <translation>Auf diesem Computer gibt es kein Gerät {device}. Es gibt: {known}.</translation>
    </message>
    <message>
        <source>There is no rank {rank} in a single stage of this plan: project the mode tensor.</source>
        <translation>In einer einzelnen Stufe dieses Plans gibt es keinen Rang {rank}: den Modus Tensor hochrechnen.</translation>
    </message>
    <message>
        <source>There is nothing to score: the text is empty.</source>
        <translation>Es gibt nichts zu bewerten: der Text ist leer.</translation>
    </message>
    <message>
        <source>There is nothing to time: ask for tokens of a prompt, of a generation, or of both.</source>
        <translation>Es gibt nichts zu messen: Token eines Prompts, einer Generierung oder beider verlangen.</translation>
    </message>
    <message>
        <source>There is one device, so there is nothing to divide.</source>
        <translation>Es gibt ein Gerät, also nichts zu teilen.</translation>
    </message>
    <message>
        <source>Too early to say</source>
        <translation>Noch nicht zu sagen</translation>
    </message>
    <message>
        <source>Triton is not installed, so {device} computes in plain PyTorch, which is slower and takes more memory. Install the package triton (triton-windows on Windows).</source>
        <translation>Triton ist nicht installiert, daher rechnet {device} in reinem PyTorch, was langsamer ist und mehr Speicher braucht. Das Paket triton installieren (unter Windows triton-windows).</translation>
    </message>
    <message>
        <source>Triton needs a C compiler and Python&apos;s headers once per computer (on Debian and Ubuntu: gcc and python3-dev), so {device} computes in plain PyTorch, which is slower and takes more memory.</source>
        <translation>Triton braucht einmal pro Computer einen C-Compiler und die Header von Python (unter Debian und Ubuntu: gcc und python3-dev), daher rechnet {device} in reinem PyTorch, was langsamer ist und mehr Speicher braucht.</translation>
    </message>
    <message>
        <source>Two loads of {mode} differ from token {place} on, so its answers cannot be compared with another mode&apos;s.</source>
        <translation>Zwei Ladevorgänge von {mode} unterscheiden sich ab Token {place}, daher lassen sich seine Antworten nicht mit denen eines anderen Modus vergleichen.</translation>
    </message>
    <message>
        <source>Whole layers on each of {devices} are</source>
        <translation>Ganze Layer auf jeder von {devices} sind</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>a projector for images or sound</source>
        <translation>ein Projektor für Bilder oder Ton</translation>
    </message>
    <message>
        <source>a text in its header claims {count} bytes</source>
        <translation>ein Text in den Kopfdaten gibt {count} Byte an</translation>
    </message>
    <message>
        <source>a trial kernel failed ({cause}), so {device} computes in plain PyTorch, which is slower and takes more memory.</source>
        <translation>Ein Probe-Kernel ist gescheitert ({cause}), daher rechnet {device} in reinem PyTorch, was langsamer ist und mehr Speicher braucht.</translation>
    </message>
    <message>
        <source>a vocabulary</source>
        <translation>ein Vokabular</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <source>an adapter</source>
        <translation>ein Adapter</translation>
    </message>
    <message>
        <source>an importance matrix</source>
        <translation>eine Importance-Matrix</translation>
    </message>
    <message>
        <source>architecture {name}</source>
        <translation>Architektur {name}</translation>
    </message>
    <message>
        <source>ended by {signal}</source>
        <translation>beendet durch {signal}</translation>
    </message>
    <message>
        <source>exit code {code}</source>
        <translation>Exit-Code {code}</translation>
    </message>
    <message>
        <source>inside it is part {no} of {count}</source>
        <translation>innen ist es Teil {no} von {count}</translation>
    </message>
    <message>
        <source>it claims {count} keys</source>
        <translation>es sollen {count} Schlüssel sein</translation>
    </message>
    <message>
        <source>it claims {count} tensors</source>
        <translation>es sollen {count} Tensoren sein</translation>
    </message>
    <message>
        <source>it claims {layers} layers and holds {tensors} tensors</source>
        <translation>es sollen {layers} Layer sein, und es sind {tensors} Tensoren</translation>
    </message>
    <message>
        <source>it did not answer within {seconds} s</source>
        <translation>keine Antwort in {seconds}&#xa0;s</translation>
    </message>
    <message>
        <source>it formats something too wide</source>
        <translation>es formatiert etwas zu breit</translation>
    </message>
    <message>
        <source>it holds the tensor {tensor}, which another part holds too</source>
        <translation>der Tensor {tensor} ist auch in einem anderen Teil</translation>
    </message>
    <message>
        <source>it holds two tensors named {tensor}</source>
        <translation>zwei Tensoren heißen {tensor}</translation>
    </message>
    <message>
        <source>it is too long</source>
        <translation>es ist zu lang</translation>
    </message>
    <message>
        <source>it makes something too large</source>
        <translation>es erzeugt etwas zu Großes</translation>
    </message>
    <message>
        <source>it no longer answers</source>
        <translation>keine Antwort mehr</translation>
    </message>
    <message>
        <source>it takes longer than {seconds} seconds</source>
        <translation>es dauert länger als {seconds} Sekunden</translation>
    </message>
    <message>
        <source>its general.alignment is not a power of two</source>
        <translation>general.alignment ist keine Zweierpotenz</translation>
    </message>
    <message>
        <source>its header claims more than {size}</source>
        <translation>die Kopfdaten sollen größer als {size} sein</translation>
    </message>
    <message>
        <source>its parts hold {held} tensors, and the model has {total}</source>
        <translation>die Teile enthalten {held} Tensoren, und das Modell hat {total}</translation>
    </message>
    <message>
        <source>its result is wrong</source>
        <translation>sein Ergebnis ist falsch</translation>
    </message>
    <message>
        <source>its vocabulary has {tokens} tokens and {tensor} {rows} rows</source>
        <translation>das Vokabular hat {tokens} Token und {tensor} {rows} Zeilen</translation>
    </message>
    <message>
        <source>its {key} is not a number</source>
        <translation>{key} ist keine Zahl</translation>
    </message>
    <message>
        <source>its {key} is not that of {file}</source>
        <translation>{key} ist anders als in {file}</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Layer</translation>
    </message>
    <message>
        <source>layers in a row are read one after another</source>
        <translation>Layer in Reihe werden nacheinander gelesen</translation>
    </message>
    <message>
        <source>mixture of experts</source>
        <translation>Mixture of Experts</translation>
    </message>
    <message>
        <source>more of it is read from faster memory</source>
        <translation>mehr davon wird aus schnellerem Speicher gelesen</translation>
    </message>
    <message>
        <source>no layer has an attention head</source>
        <translation>kein Layer hat einen Attention-Head</translation>
    </message>
    <message>
        <source>none</source>
        <translation>Ohne</translation>
    </message>
    <message>
        <source>on one card</source>
        <translation>auf einer Karte</translation>
    </message>
    <message>
        <source>on one device</source>
        <translation>auf einem Gerät</translation>
    </message>
    <message>
        <source>pip could not download the starter model; the details say why.</source>
        <translation>pip konnte das Startmodell nicht herunterladen; die Details sagen, warum.</translation>
    </message>
    <message>
        <source>pip is missing from this Python; install pip and try again.</source>
        <translation>Diesem Python fehlt pip; pip installieren und erneut versuchen.</translation>
    </message>
    <message>
        <source>process {number}</source>
        <translation>Prozess {number}</translation>
    </message>
    <message>
        <source>query heads</source>
        <translation>Query-Heads</translation>
    </message>
    <message>
        <source>rank {numbers}</source>
        <translation>Rang {numbers}</translation>
    </message>
    <message>
        <source>rank {rank} waited {time}</source>
        <translation>Rang {rank} wartete {time}</translation>
    </message>
    <message>
        <source>ranks {numbers}</source>
        <translation>den Rängen {numbers}</translation>
    </message>
    <message>
        <source>reading and all-reduces take least time together</source>
        <translation>Lesen und All-Reduces brauchen zusammen am wenigsten Zeit</translation>
    </message>
    <message>
        <source>reading at the same time saves more than {number} all-reduces cost</source>
        <translation>gleichzeitig zu lesen spart mehr, als {number} All-Reduces kosten</translation>
    </message>
    <message>
        <source>signal {number}</source>
        <translation>Signal {number}</translation>
    </message>
    <message>
        <source>tensor</source>
        <translation>Tensor</translation>
    </message>
    <message>
        <source>the key {key} claims longer lists than any model has</source>
        <translation>der Schlüssel {key} gibt längere Listen an, als irgendein Modell hat</translation>
    </message>
    <message>
        <source>the key {key} has a value of unknown type {number}</source>
        <translation>der Schlüssel {key} hat einen Wert des unbekannten Typs {number}</translation>
    </message>
    <message>
        <source>the key {key} nests lists in lists too deeply</source>
        <translation>der Schlüssel {key} verschachtelt Listen zu tief</translation>
    </message>
    <message>
        <source>the key {key} stands in its header twice</source>
        <translation>der Schlüssel {key} steht zweimal in den Kopfdaten</translation>
    </message>
    <message>
        <source>the model&apos;s logits are no numbers</source>
        <translation>die Logits des Modells sind keine Zahlen</translation>
    </message>
    <message>
        <source>the rows of {tensor} are not whole blocks of {type}</source>
        <translation>die Zeilen von {tensor} sind keine ganzen Blöcke von {type}</translation>
    </message>
    <message>
        <source>the tensor {tensor} has an impossible shape</source>
        <translation>der Tensor {tensor} hat eine unmögliche Form</translation>
    </message>
    <message>
        <source>the tensor {tensor} has {count} dimensions</source>
        <translation>der Tensor {tensor} hat {count} Dimensionen</translation>
    </message>
    <message>
        <source>the tensor {tensor} is not aligned</source>
        <translation>der Tensor {tensor} ist nicht ausgerichtet</translation>
    </message>
    <message>
        <source>the {query} attention heads of layer {layer} cannot share {kv} KV heads</source>
        <translation>die {query} Attention-Heads von Layer {layer} können sich {kv} KV-Heads nicht teilen</translation>
    </message>
    <message>
        <source>they could not be recorded as a graph ({cause})</source>
        <translation>sie ließen sich nicht als Graph aufnehmen ({cause})</translation>
    </message>
    <message>
        <source>vocabulary rows</source>
        <translation>Vokabularzeilen</translation>
    </message>
    <message>
        <source>with every layer shared</source>
        <translation>mit jedem Layer geteilt</translation>
    </message>
    <message>
        <source>with layers shared in groups</source>
        <translation>mit Layern in Gruppen geteilt</translation>
    </message>
    <message>
        <source>with whole layers on each</source>
        <translation>mit ganzen Layern auf jeder</translation>
    </message>
    <message>
        <source>{devices} keep the KV cache in {plain}, without kernels of their own: the type {type} changes nothing there.</source>
        <translation>{devices} halten den KV-Cache in {plain}, ohne eigene Kernel: der Typ {type} ändert dort nichts.</translation>
    </message>
    <message>
        <source>{devices} keeps the KV cache in {plain}, without kernels of its own: the type {type} changes nothing there.</source>
        <translation>{devices} hält den KV-Cache in {plain}, ohne eigene Kernel: der Typ {type} ändert dort nichts.</translation>
    </message>
    <message>
        <source>{device} (rank {rank}) ran out of memory. Load the model with a shorter context, or give this device a smaller share.</source>
        <translation>{device} (Rang {rank}) hatte keinen Speicher mehr. Das Modell mit kürzerem Kontext laden oder diesem Gerät einen kleineren Anteil geben.</translation>
    </message>
    <message>
        <source>{device} alone is</source>
        <translation>{device} allein ist</translation>
    </message>
    <message>
        <source>{device} has compute capability {capability}, and Tandem&apos;s kernels need {least}: it computes in plain PyTorch, which is slower and takes more memory.</source>
        <translation>{device} hat Compute Capability {capability}, und die Kernel von Tandem brauchen {least}: sie rechnet in reinem PyTorch, was langsamer ist und mehr Speicher braucht.</translation>
    </message>
    <message>
        <source>{device} has too little free memory for the whole model, so {other} takes it.</source>
        <translation>{device} hat zu wenig freien Speicher für das ganze Modell, daher übernimmt {other} es.</translation>
    </message>
    <message>
        <source>{device} lacks {size}</source>
        <translation>{device} fehlen {size}</translation>
    </message>
    <message>
        <source>{differences}: the sums are added in another order, and where two tokens are almost equally likely that decides.</source>
        <translation>{differences}: die Summen werden in anderer Reihenfolge addiert, und wo zwei Token fast gleich wahrscheinlich sind, entscheidet das.</translation>
    </message>
    <message>
        <source>{file} has only some of {tensors} in layer {layer}.</source>
        <translation>{file} hat nur einige von {tensors} in Layer {layer}.</translation>
    </message>
    <message>
        <source>{file} has the tensor {tensor}, which is not known for {architecture} models: try another file of this model.</source>
        <translation>{file} hat den Tensor {tensor}, der bei Modellen der Architektur {architecture} unbekannt ist: eine andere Datei dieses Modells versuchen.</translation>
    </message>
    <message>
        <source>{file} has {tensor} twice, once inside {other}: convert it anew.</source>
        <translation>{file} hat {tensor} zweimal, einmal in {other}: neu konvertieren.</translation>
    </message>
    <message>
        <source>{file} has {value} under {key}, where a number from {least} on belongs.</source>
        <translation>{file} hat {value} unter {key}, wo eine Zahl ab {least} hingehört.</translation>
    </message>
    <message>
        <source>{file} has {value} under {key}, where a text belongs.</source>
        <translation>{file} hat {value} unter {key}, wo ein Text hingehört.</translation>
    </message>
    <message>
        <source>{file} lacks the key {key}: download the file again or convert it anew.</source>
        <translation>{file} enthält den Schlüssel {key} nicht: die Datei erneut herunterladen oder neu konvertieren.</translation>
    </message>
    <message>
        <source>{file} lacks the tensor {tensor}: download the file again or convert it anew.</source>
        <translation>{file} enthält den Tensor {tensor} nicht: die Datei erneut herunterladen oder neu konvertieren.</translation>
    </message>
    <message>
        <source>{first} {second}</source>
        <translation>{first} {second}</translation>
    </message>
    <message>
        <source>{key} holds an impossible number</source>
        <translation>{key} enthält eine unmögliche Zahl</translation>
    </message>
    <message>
        <source>{key} lists {count} values for {layers} layers</source>
        <translation>{key} führt {count} Werte für {layers} Layer auf</translation>
    </message>
    <message>
        <source>{kind} devices record no graphs</source>
        <translation>Geräte der Art {kind} nehmen keine Graphen auf</translation>
    </message>
    <message>
        <source>{mode} is {times} faster</source>
        <translation>{mode} ist {times} schneller</translation>
    </message>
    <message>
        <source>{mode} is {times} faster than {other}</source>
        <translation>{mode} ist {times} schneller als {other}</translation>
    </message>
    <message>
        <source>{mode} was left out: {reason}</source>
        <translation>{mode} wurde ausgelassen: {reason}</translation>
    </message>
    <message>
        <source>{name} chooses its experts from {used} of {groups} groups, which is not supported yet: choose a model without groups of experts.</source>
        <translation>{name} wählt seine Experten aus {used} von {groups} Gruppen, was noch nicht unterstützt wird: ein Modell ohne Gruppen von Experten wählen.</translation>
    </message>
    <message>
        <source>{name} gives {windows} windows for {layers} layers.</source>
        <translation>{name} gibt {windows} Fenster für {layers} Layer an.</translation>
    </message>
    <message>
        <source>{name} has no experts in layer {layer}: get another conversion of the model.</source>
        <translation>{name} hat keine Experten in Layer {layer}: eine andere Konvertierung des Modells besorgen.</translation>
    </message>
    <message>
        <source>{name} has no layers: it is not a language model that can be run.</source>
        <translation>{name} hat keine Layer: es ist kein Sprachmodell, das laufen kann.</translation>
    </message>
    <message>
        <source>{name} has no vocabulary, so it cannot read or write text.</source>
        <translation>{name} hat kein Vokabular und kann keinen Text lesen oder schreiben.</translation>
    </message>
    <message>
        <source>{name} has no vocabulary. Score token ids instead of a text.</source>
        <translation>{name} hat kein Vokabular. Statt eines Textes Token-IDs bewerten.</translation>
    </message>
    <message>
        <source>{name} has the architecture {architecture}, which is not supported yet: choose a model of one of these architectures: {known}.</source>
        <translation>{name} hat die Architektur {architecture}, die noch nicht unterstützt wird: ein Modell einer dieser Architekturen wählen: {known}.</translation>
    </message>
    <message>
        <source>{name} has {count} factors in {tensor} for {pairs} rotated pairs.</source>
        <translation>{name} hat {count} Faktoren in {tensor} für {pairs} rotierte Paare.</translation>
    </message>
    <message>
        <source>{name} has {tensor} without its counterpart: convert it anew.</source>
        <translation>{name} hat {tensor} ohne das Gegenstück: neu konvertieren.</translation>
    </message>
    <message>
        <source>{name} is a mixture of experts, and those are not supported yet: choose a dense {architecture} model.</source>
        <translation>{name} ist ein Mixture of Experts, und solche werden noch nicht unterstützt: ein dichtes Modell der Architektur {architecture} wählen.</translation>
    </message>
    <message>
        <source>{name} is not the name of an architecture</source>
        <translation>{name} ist nicht der Name einer Architektur</translation>
    </message>
    <message>
        <source>{name} rotates {dims} of {length} values of a head, which is not supported for {architecture} models: try another file of this model.</source>
        <translation>{name} rotiert {dims} von {length} Werten eines Heads, was bei Modellen der Architektur {architecture} nicht unterstützt wird: eine andere Datei dieses Modells versuchen.</translation>
    </message>
    <message>
        <source>{name} scales its positions by {scaling}, which is not supported yet.</source>
        <translation>{name} skaliert seine Positionen mit {scaling}, was noch nicht unterstützt wird.</translation>
    </message>
    <message>
        <source>{number} all-reduces would cost more than the divided reading saves</source>
        <translation>{number} All-Reduces würden mehr kosten, als das geteilte Lesen spart</translation>
    </message>
    <message>
        <source>{number} all-reduces would cost more than the halved reading saves</source>
        <translation>{number} All-Reduces würden mehr kosten, als das halbierte Lesen spart</translation>
    </message>
    <message>
        <source>{number} cards</source>
        <translation>{number} Karten</translation>
    </message>
    <message>
        <source>{number} cores</source>
        <translation>{number} Kerne</translation>
    </message>
    <message>
        <source>{number} devices</source>
        <translation>{number} Geräten</translation>
    </message>
    <message>
        <source>{number} from {low} on</source>
        <translation>{number} ab {low}</translation>
    </message>
    <message>
        <source>{number} from {low} to {high}</source>
        <translation>{number} von {low} bis {high}</translation>
    </message>
    <message>
        <source>{number} of {all} cards</source>
        <translation>{number} von {all} Karten</translation>
    </message>
    <message>
        <source>{number} of {all} devices</source>
        <translation>{number} von {all} Geräten</translation>
    </message>
    <message>
        <source>{one} and {other} differ from token {place} on</source>
        <translation>{one} und {other} unterscheiden sich ab Token {place}</translation>
    </message>
    <message>
        <source>{path} became shorter while it was read; try again when it is complete.</source>
        <translation>{path} wurde beim Lesen kürzer; erneut versuchen, wenn alles da ist.</translation>
    </message>
    <message>
        <source>{path} cannot be read ({reason}); check the disk, or choose another.</source>
        <translation>{path} kann nicht gelesen werden ({reason}); das Laufwerk prüfen oder eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>{path} contradicts itself: {what}; get another conversion of the model.</source>
        <translation>{path} widerspricht sich: {what}; eine andere Konvertierung des Modells besorgen.</translation>
    </message>
    <message>
        <source>{path} does not belong to the files beside it: {what}; download it again, and the others with it.</source>
        <translation>{path} gehört nicht zu den Dateien daneben: {what}; erneut herunterladen, und die anderen mit.</translation>
    </message>
    <message>
        <source>{path} does not exist; choose another file.</source>
        <translation>{path} existiert nicht; andere Datei wählen.</translation>
    </message>
    <message>
        <source>{path} has a broken chat template ({why}); a plain format is used, and answers may be worse.</source>
        <translation>{path} hat ein kaputtes Chat-Template ({why}); ein einfaches Format wird verwendet, und Antworten können schlechter sein.</translation>
    </message>
    <message>
        <source>{path} has a chat template that fails for this conversation ({why}); a plain format is used, and answers may be worse.</source>
        <translation>{path} hat ein Chat-Template, das an dieser Unterhaltung scheitert ({why}); ein einfaches Format wird verwendet, und Antworten können schlechter sein.</translation>
    </message>
    <message>
        <source>{path} has a vocabulary of the kind {kind}, which is not supported yet; choose another model.</source>
        <translation>{path} hat ein Vokabular der Art {kind}, die noch nicht unterstützt wird; ein anderes Modell wählen.</translation>
    </message>
    <message>
        <source>{path} has become shorter</source>
        <translation>{path} ist kürzer geworden</translation>
    </message>
    <message>
        <source>{path} has no attention heads (its architecture is {architecture}), and Tandem runs only models that have; choose another model.</source>
        <translation>{path} hat keine Attention-Heads (Architektur {architecture}), und Tandem kann nur Modelle mit solchen ausführen; ein anderes Modell wählen.</translation>
    </message>
    <message>
        <source>{path} has no chat template, so it may not be a chat model; a plain format is used, and answers may be worse.</source>
        <translation>{path} hat kein Chat-Template und ist vielleicht kein Chat-Modell; ein einfaches Format wird verwendet, und Antworten können schlechter sein.</translation>
    </message>
    <message>
        <source>{path} has no text under the key {key}; get another conversion of the model.</source>
        <translation>{path} hat keinen Text unter dem Schlüssel {key}; eine andere Konvertierung des Modells besorgen.</translation>
    </message>
    <message>
        <source>{path} holds no vocabulary, so it cannot chat; get a copy that holds one.</source>
        <translation>{path} enthält kein Vokabular und kann nicht chatten; eine Kopie mit Vokabular besorgen.</translation>
    </message>
    <message>
        <source>{path} holds the tensor {tensor} in the unknown format number {number}; update Tandem, or get another quantisation of the model.</source>
        <translation>{path} enthält den Tensor {tensor} im unbekannten Format Nummer {number}; Tandem aktualisieren oder eine andere Quantisierung des Modells besorgen.</translation>
    </message>
    <message>
        <source>{path} holds the tensor {tensor}, which Tandem does not know for the architecture {architecture}; running the model without it would give wrong answers.</source>
        <translation>{path} enthält den Tensor {tensor}, den Tandem bei der Architektur {architecture} nicht kennt; ohne ihn gäbe das Modell falsche Antworten.</translation>
    </message>
    <message>
        <source>{path} is a GGUF file of version {version}, and only versions 2 and 3 are supported; get a file of version 3.</source>
        <translation>{path} ist eine GGUF-Datei der Version {version}, und nur die Versionen 2 und 3 werden unterstützt; eine Datei der Version 3 besorgen.</translation>
    </message>
    <message>
        <source>{path} is an embedding model, which writes no text; choose a chat model.</source>
        <translation>{path} ist ein Embedding-Modell, das keinen Text schreibt; ein Chat-Modell wählen.</translation>
    </message>
    <message>
        <source>{path} is big-endian, which is not supported; get a little-endian file.</source>
        <translation>{path} ist big-endian, was nicht unterstützt wird; eine little-endian-Datei besorgen.</translation>
    </message>
    <message>
        <source>{path} is damaged: {what}; download it again.</source>
        <translation>{path} ist beschädigt: {what}; erneut herunterladen.</translation>
    </message>
    <message>
        <source>{path} is empty; download it again.</source>
        <translation>{path} ist leer; erneut herunterladen.</translation>
    </message>
    <message>
        <source>{path} is incomplete or damaged: it ends within its header; download it again.</source>
        <translation>{path} ist unvollständig oder beschädigt: sie endet in den Kopfdaten; erneut herunterladen.</translation>
    </message>
    <message>
        <source>{path} is incomplete: {missing} bytes are missing at its end; download it again.</source>
        <translation>{path} ist unvollständig: am Ende fehlen {missing} Byte; erneut herunterladen.</translation>
    </message>
    <message>
        <source>{path} is no longer there. Choose the file again.</source>
        <translation>{path} ist nicht mehr da. Die Datei erneut wählen.</translation>
    </message>
    <message>
        <source>{path} is not a GGUF file; choose a .gguf file.</source>
        <translation>{path} ist keine GGUF-Datei; eine .gguf-Datei wählen.</translation>
    </message>
    <message>
        <source>{path} is not a file; choose a .gguf file.</source>
        <translation>{path} ist keine Datei; eine .gguf-Datei wählen.</translation>
    </message>
    <message>
        <source>{path} is one of {count} parts of a model, and its name does not say which; give it its name back, such as {name}.</source>
        <translation>{path} ist einer von {count} Teilen eines Modells, und der Name sagt nicht, welcher; den Namen wiederherstellen, etwa {name}.</translation>
    </message>
    <message>
        <source>{path} is {what}, not a model; choose the model&apos;s own file.</source>
        <translation>{path} ist {what}, kein Modell; die Datei des Modells selbst wählen.</translation>
    </message>
    <message>
        <source>{path} lacks part {no} of {count} ({file}); put it beside the others.</source>
        <translation>{path} ist unvollständig: Teil {no} von {count} fehlt ({file}); zu den anderen legen.</translation>
    </message>
    <message>
        <source>{path} lacks the key {key}; get another conversion of the model.</source>
        <translation>{path} enthält den Schlüssel {key} nicht; eine andere Konvertierung des Modells besorgen.</translation>
    </message>
    <message>
        <source>{path} lacks the tensor {tensor}; get another copy of the model.</source>
        <translation>{path} enthält den Tensor {tensor} nicht; eine andere Kopie des Modells besorgen.</translation>
    </message>
    <message>
        <source>{path} lacks {missing} of {count} parts (the first is {file}); put them beside the others.</source>
        <translation>{path} ist unvollständig: {missing} von {count} Teilen fehlen (der erste ist {file}); zu den anderen legen.</translation>
    </message>
    <message>
        <source>{path} may not be read; change its permissions, or choose another file.</source>
        <translation>{path} darf nicht gelesen werden; die Rechte ändern oder eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>{percent}% of a core</source>
        <translation>{percent}&#xa0;% eines Kerns</translation>
    </message>
    <message>
        <source>{some} and {last}</source>
        <translation>{some} und {last}</translation>
    </message>
    <message>
        <source>{some} or {last}</source>
        <translation>{some} oder {last}</translation>
    </message>
    <message>
        <source>{stages} stages need as many devices, and there are {devices}: give fewer stages.</source>
        <translation>{stages} Stufen brauchen ebenso viele Geräte, und es sind {devices}: weniger Stufen angeben.</translation>
    </message>
    <message>
        <source>{stages} stages need as many layers, and {name} has {layers}: give fewer stages.</source>
        <translation>{stages} Stufen brauchen ebenso viele Layer, und {name} hat {layers}: weniger Stufen angeben.</translation>
    </message>
    <message>
        <source>{tensor} cannot be divided: it is whole on every rank.</source>
        <translation>{tensor} lässt sich nicht teilen: es liegt ganz auf jedem Rang.</translation>
    </message>
    <message>
        <source>{tensor} is {shape} and should be {wanted}</source>
        <translation>{tensor} ist {shape} und sollte {wanted} sein</translation>
    </message>
    <message>
        <source>{test}: of {step} a step, {waited} for others, which includes what the messages take: stages compute one after another.</source>
        <translation>{test}, Schritte von {step}: {waited} auf andere, Nachrichten eingerechnet; Stufen rechnen nacheinander.</translation>
    </message>
    <message>
        <source>{test}: of {step} a step, {waited} for others, which includes what the messages take; the {count} sums of a token take {time} if nobody is late.</source>
        <translation>{test}, Schritte von {step}: {waited} auf andere, Nachrichten eingerechnet; die {count} Summen eines Tokens dauern {time}, wenn niemand zu spät kommt.</translation>
    </message>
    <message>
        <source>{token} is not a token of this model, which has {tokens}.</source>
        <translation>{token} ist kein Token dieses Modells, das {tokens} hat.</translation>
    </message>
    <message>
        <source>{told} The figures may be low.</source>
        <translation>{told} Die Messwerte sind vielleicht zu niedrig.</translation>
    </message>
    <message>
        <source>{told} The figures will be low.</source>
        <translation>{told} Die Messwerte werden zu niedrig.</translation>
    </message>
    <message>
        <source>{unused} of {all} devices get no layers and are not used: their share of the model is less than a layer.</source>
        <translation>{unused} von {all} Geräten bekommen keine Layer und werden nicht genutzt: ihr Anteil am Modell ist kleiner als ein Layer.</translation>
    </message>
    <message>
        <source>{used} of {experts} experts are used in layer {layer}, and {tensor} is {shape}</source>
        <translation>{used} von {experts} Experten werden in Layer {layer} genutzt, und {tensor} ist {shape}</translation>
    </message>
    <message>
        <source>{way} faster for this model: {cause} (predicted {speed} against {other} tokens per second {how}).</source>
        <translation>{way} für dieses Modell schneller: {cause} (vorhergesagt {speed} gegen {other} Token pro Sekunde {how}).</translation>
    </message>
    <message>
        <source>{who} of memory for this model at {tokens} tokens. {advice}</source>
        <translation>{who} Speicher für dieses Modell mit {tokens} Token. {advice}</translation>
    </message>
</context>
<context>
    <name>hardware</name>
    <message>
        <source>% share</source>
        <translation>&#xa0;% Anteil</translation>
    </message>
    <message>
        <source>**{name}** (slot {slot}, driver {driver}, not listed by the engine)</source>
        <translation>**{name}** (Steckplatz {slot}, Treiber {driver}, von der Engine nicht aufgeführt)</translation>
    </message>
    <message>
        <source>**{name}**, memory {total}</source>
        <translation>**{name}**, Speicher {total}</translation>
    </message>
    <message>
        <source>10 KB all-reduce</source>
        <translation>All-Reduce 10 KB</translation>
    </message>
    <message>
        <source>256 KB</source>
        <translation>256 KB</translation>
    </message>
    <message>
        <source>A model needs at least one device</source>
        <translation>Ein Modell braucht mindestens ein Gerät</translation>
    </message>
    <message>
        <source>Add a CPU rank</source>
        <translation>CPU-Rang hinzufügen</translation>
    </message>
    <message>
        <source>Apple GPU</source>
        <translation>Apple-GPU</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>Auslastung</translation>
    </message>
    <message>
        <source>CPU rank {rank}</source>
        <translation>CPU-Rang {rank}</translation>
    </message>
    <message>
        <source>CPU ranks are for trial: they show how a split works, share one memory, and do not make a model faster.</source>
        <translation>CPU-Ränge sind zum Ausprobieren: sie zeigen, wie ein Split arbeitet, teilen sich einen Speicher und machen kein Modell schneller.</translation>
    </message>
    <message>
        <source>Card can</source>
        <translation>Karte kann</translation>
    </message>
    <message>
        <source>Check its power plugs and its cooling.</source>
        <translation>Stromstecker und Kühlung prüfen.</translation>
    </message>
    <message>
        <source>Check its power plugs, and whether the power supply is strong enough.</source>
        <translation>Stromstecker prüfen, und ob das Netzteil stark genug ist.</translation>
    </message>
    <message>
        <source>Check its power plugs.</source>
        <translation>Stromstecker prüfen.</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Takt</translation>
    </message>
    <message>
        <source>Compute capability: {number}</source>
        <translation>Compute Capability: {number}</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>Geräte</translation>
    </message>
    <message>
        <source>Does not count. {trouble}</source>
        <translation>Zählt nicht. {trouble}</translation>
    </message>
    <message>
        <source>Does not count: it has no memory of its own and would slow the cards down.</source>
        <translation>Zählt nicht: sie hat keinen eigenen Speicher und würde die Karten bremsen.</translation>
    </message>
    <message>
        <source>Does not count: the PyTorch that is installed here cannot use it.</source>
        <translation>Zählt nicht: das hier installierte PyTorch kann sie nicht nutzen.</translation>
    </message>
    <message>
        <source>Drag to change the order, or use the up and down keys</source>
        <translation>Zum Umordnen ziehen, oder mit den Tasten Hoch und Runter</translation>
    </message>
    <message>
        <source>Driver: {driver}</source>
        <translation>Treiber: {driver}</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Give it more air: clean its fans and make room around it.</source>
        <translation>Mehr Luft geben: Lüfter reinigen und Platz um sie schaffen.</translation>
    </message>
    <message>
        <source>Goes through</source>
        <translation>Läuft über</translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation>Hardware</translation>
    </message>
    <message>
        <source>How these cards talk has not been tried yet. Measure again does so, and so does the first load over them.</source>
        <translation>Wie diese Karten miteinander reden, ist noch nicht ausprobiert. Neu messen tut es, und ebenso das erste Laden über sie.</translation>
    </message>
    <message>
        <source>Idle cards lower their PCIe generation by themselves; it counts under load.</source>
        <translation>Ruhende Karten senken ihre PCIe-Generation von selbst; unter Last zählt sie.</translation>
    </message>
    <message>
        <source>It has no memory of its own: models run in the computer&apos;s, and slowly.</source>
        <translation>Sie hat keinen eigenen Speicher: Modelle laufen in dem des Computers, und langsam.</translation>
    </message>
    <message>
        <source>It sleeps to save power.</source>
        <translation>Sie schläft, um Strom zu sparen.</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV-Cache</translation>
    </message>
    <message>
        <source>Links between cards</source>
        <translation>Verbindungen zwischen Karten</translation>
    </message>
    <message>
        <source>Looking for devices</source>
        <translation>Geräte werden gesucht</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>Neu messen</translation>
    </message>
    <message>
        <source>Measuring, up to a minute</source>
        <translation>Misst, bis zu einer Minute</translation>
    </message>
    <message>
        <source>Memory of {name}: {words}</source>
        <translation>Speicher von {name}: {words}</translation>
    </message>
    <message>
        <source>Memory speed</source>
        <translation>Speichertempo</translation>
    </message>
    <message>
        <source>Memory {unknown}</source>
        <translation>Speicher {unknown}</translation>
    </message>
    <message>
        <source>Memory: {total}</source>
        <translation>Speicher: {total}</translation>
    </message>
    <message>
        <source>Memory: {total} ({held})</source>
        <translation>Speicher: {total} ({held})</translation>
    </message>
    <message>
        <source>Move it to a slot with more lanes, or use layer mode.</source>
        <translation>In einen Steckplatz mit mehr Lanes setzen, oder den Layer-Modus verwenden.</translation>
    </message>
    <message numerus="yes">
        <source>NVLink, {n}&#xa0;lanes</source>
        <translation>
            <numerusform>NVLink, {n}&#xa0;Lane</numerusform>
            <numerusform>NVLink, {n}&#xa0;Lanes</numerusform>
        </translation>
    </message>
    <message>
        <source>Neither peer access nor pinned host memory worked here, so sums go through the CPU, which is slow.</source>
        <translation>Weder Peer-Zugriff noch gepinnter Hauptspeicher gelang hier, daher laufen Summen über die CPU, und das ist langsam.</translation>
    </message>
    <message>
        <source>No graphics card can be used: the processor does the work.</source>
        <translation>Keine Grafikkarte ist nutzbar: der Prozessor übernimmt die Arbeit.</translation>
    </message>
    <message>
        <source>No graphics card: the processor does the work.</source>
        <translation>Keine Grafikkarte: der Prozessor übernimmt die Arbeit.</translation>
    </message>
    <message>
        <source>One CPU rank: tensor and layer mode need two. Everything else works.</source>
        <translation>Ein CPU-Rang: Tensor- und Layer-Modus brauchen zwei. Alles andere funktioniert.</translation>
    </message>
    <message>
        <source>One card: tensor and layer mode need two. Everything else works.</source>
        <translation>Eine Karte: Tensor- und Layer-Modus brauchen zwei. Alles andere funktioniert.</translation>
    </message>
    <message>
        <source>Order of {name}, not in use</source>
        <translation>Reihenfolge von {name}, nicht in Gebrauch</translation>
    </message>
    <message>
        <source>Order of {name}, {place} of {all}</source>
        <translation>Reihenfolge von {name}, {place} von {all}</translation>
    </message>
    <message>
        <source>Ours {ours} · others {others} · free {free}</source>
        <translation>Tandem {ours} · andere {others} · frei {free}</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>Paar</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>Peer access</source>
        <translation>Peer-Zugriff</translation>
    </message>
    <message>
        <source>Peer access did not work here, so sums go through pinned host memory.</source>
        <translation>Peer-Zugriff gelang hier nicht, daher laufen Summen über gepinnten Hauptspeicher.</translation>
    </message>
    <message>
        <source>Peer access was tried first and gave the right sums, so each card reads the others&apos; memory.</source>
        <translation>Peer-Zugriff wurde zuerst versucht und ergab die richtigen Summen, daher liest jede Karte den Speicher der anderen.</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>Leistung</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>{name} entfernen</translation>
    </message>
    <message>
        <source>Seat it again, try it without a riser, and look whether an M.2 disk shares its lanes.</source>
        <translation>Neu einsetzen, ohne Riser versuchen und nachsehen, ob ein M.2-Laufwerk ihre Lanes teilt.</translation>
    </message>
    <message>
        <source>Set the slot to its full PCIe generation in the computer&apos;s setup, and try it without a riser.</source>
        <translation>Im BIOS-Setup die volle PCIe-Generation des Steckplatzes einstellen und ohne Riser versuchen.</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Share of {name}, percent</source>
        <translation>Anteil von {name}, Prozent</translation>
    </message>
    <message>
        <source>Slot now</source>
        <translation>Slot jetzt</translation>
    </message>
    <message>
        <source>Slot now, idle</source>
        <translation>Slot, ruhend</translation>
    </message>
    <message>
        <source>Sums go through {way}.</source>
        <translation>Summen laufen über {way}.</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Tensor and layer mode need two ranks; everything else works.</source>
        <translation>Tensor- und Layer-Modus brauchen zwei Ränge; alles andere funktioniert.</translation>
    </message>
    <message>
        <source>The engine is not running</source>
        <translation>Die Engine läuft nicht</translation>
    </message>
    <message>
        <source>The report is on the clipboard</source>
        <translation>Der Bericht ist in der Zwischenablage</translation>
    </message>
    <message>
        <source>The slot cannot do more; in layer mode it matters least.</source>
        <translation>Der Steckplatz kann nicht mehr; im Layer-Modus macht es am wenigsten aus.</translation>
    </message>
    <message>
        <source>The slot gives {link}</source>
        <translation>Der Steckplatz gibt {link}</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>Times are of {number} cards that add up together.</source>
        <translation>Zeiten gelten für {number} Karten, die gemeinsam summieren.</translation>
    </message>
    <message>
        <source>Together {memory} and {bandwidth}&#xa0;GB/s.</source>
        <translation>Zusammen {memory} und {bandwidth}&#xa0;GB/s.</translation>
    </message>
    <message>
        <source>Together {memory} of memory.</source>
        <translation>Zusammen {memory} Speicher.</translation>
    </message>
    <message>
        <source>UUID {uuid}, slot {slot}</source>
        <translation>UUID {uuid}, Steckplatz {slot}</translation>
    </message>
    <message>
        <source>Undo any overclocking of it.</source>
        <translation>Jede Übertaktung zurücknehmen.</translation>
    </message>
    <message>
        <source>Unload the model first: it takes the memory that is measured</source>
        <translation>Zuerst das Modell entladen: es belegt den Speicher, der gemessen wird</translation>
    </message>
    <message>
        <source>Use {name}</source>
        <translation>{name} verwenden</translation>
    </message>
    <message>
        <source>Use, order and shares are kept for {model}.</source>
        <translation>Verwendung, Reihenfolge und Anteile gelten für {model}.</translation>
    </message>
    <message>
        <source>asleep</source>
        <translation>schläft</translation>
    </message>
    <message>
        <source>drives the display</source>
        <translation>steuert den Bildschirm</translation>
    </message>
    <message>
        <source>graphics card</source>
        <translation>Grafikkarte</translation>
    </message>
    <message>
        <source>held down by {reasons}</source>
        <translation>gebremst durch {reasons}</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
    <message>
        <source>integrated</source>
        <translation>integriert</translation>
    </message>
    <message>
        <source>new models</source>
        <translation>neue Modelle</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>no device</source>
        <translation>kein Gerät</translation>
    </message>
    <message>
        <source>no: {why}</source>
        <translation>nein: {why}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>not in use</source>
        <translation>nicht in Gebrauch</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>nicht gemessen</translation>
    </message>
    <message>
        <source>not tried</source>
        <translation>nicht versucht</translation>
    </message>
    <message>
        <source>others</source>
        <translation>andere</translation>
    </message>
    <message>
        <source>ours</source>
        <translation>eigene</translation>
    </message>
    <message>
        <source>peer access</source>
        <translation>Peer-Zugriff</translation>
    </message>
    <message>
        <source>pinned host memory</source>
        <translation>gepinnten Hauptspeicher</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>processor and its memory</source>
        <translation>Prozessor und sein Speicher</translation>
    </message>
    <message>
        <source>rank {rank}</source>
        <translation>Rang {rank}</translation>
    </message>
    <message>
        <source>slot {slot}</source>
        <translation>Slot {slot}</translation>
    </message>
    <message>
        <source>the CPU</source>
        <translation>die CPU</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>workspace</source>
        <translation>Puffer</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>{bandwidth}&#xa0;GB/s</source>
        <translation>{bandwidth}&#xa0;GB/s</translation>
    </message>
    <message>
        <source>{cards} and {ranks}</source>
        <translation>{cards} und {ranks}</translation>
    </message>
    <message>
        <source>{card}, slot {slot}</source>
        <translation>{card}, Slot {slot}</translation>
    </message>
    <message numerus="yes">
        <source>{devices} do the work</source>
        <translation>
            <numerusform>{devices} übernimmt die Arbeit</numerusform>
            <numerusform>{devices} übernehmen die Arbeit</numerusform>
        </translation>
    </message>
    <message>
        <source>{kind} · slot {slot}</source>
        <translation>{kind} · Slot {slot}</translation>
    </message>
    <message>
        <source>{name} is slowed down by {reason}.</source>
        <translation>{name} wird gebremst: {reason}.</translation>
    </message>
    <message>
        <source>{name} runs at {link} and could use {best}: that is {part} of its data rate. Tensor mode and long prompts wait for it. {advice}</source>
        <translation>{name} läuft mit {link} und könnte {best} nutzen: das sind {part} ihrer Datenrate. Tensor-Modus und lange Prompts warten darauf. {advice}</translation>
    </message>
    <message>
        <source>{name} runs at {link}: {part} of its data rate.</source>
        <translation>{name} läuft mit {link}: {part} ihrer Datenrate.</translation>
    </message>
    <message>
        <source>{name} · for trial</source>
        <translation>{name} · zum Ausprobieren</translation>
    </message>
    <message>
        <source>{name}, {one} to {other}</source>
        <translation>{name}, {one} zu {other}</translation>
    </message>
    <message numerus="yes">
        <source>{n} do not count</source>
        <translation>
            <numerusform>{n} zählt nicht</numerusform>
            <numerusform>{n} zählen nicht</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} do not take part</source>
        <translation>
            <numerusform>{n} ist nicht beteiligt</numerusform>
            <numerusform>{n} sind nicht beteiligt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;CPU ranks</source>
        <translation>
            <numerusform>{n}&#xa0;CPU-Rang</numerusform>
            <numerusform>{n}&#xa0;CPU-Ränge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;cards</source>
        <translation>
            <numerusform>{n}&#xa0;Karte</numerusform>
            <numerusform>{n}&#xa0;Karten</numerusform>
        </translation>
    </message>
    <message>
        <source>{one} to {other}</source>
        <translation>{one} zu {other}</translation>
    </message>
    <message>
        <source>{planned} planned of {total}</source>
        <translation>{planned} geplant von {total}</translation>
    </message>
    <message>
        <source>{used} in use, {free} free of {total}</source>
        <translation>{used} in Gebrauch, {free} frei von {total}</translation>
    </message>
    <message>
        <source>{words}; what others hold is {unknown}</source>
        <translation>{words}; was andere belegen, ist {unknown}</translation>
    </message>
</context>
<context>
    <name>library</name>
    <message>
        <source>A part is missing</source>
        <translation>Ein Teil fehlt</translation>
    </message>
    <message>
        <source>A part is missing of {all}: put {first} beside the others.</source>
        <translation>Ein Teil von {all} fehlt: {first} zu den anderen legen.</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation>CPU-Threads</translation>
    </message>
    <message>
        <source>Cannot be opened</source>
        <translation>Nicht zu öffnen</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>Nicht verwendbar</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Close the details</source>
        <translation>Details schließen</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Download a model</source>
        <translation>Modell herunterladen</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>Familie</translation>
    </message>
    <message>
        <source>Fits</source>
        <translation>Passt</translation>
    </message>
    <message>
        <source>Fits if KV {type}</source>
        <translation>Passt mit KV {type}</translation>
    </message>
    <message>
        <source>Fits if context {tokens}</source>
        <translation>Passt mit Kontext {tokens}</translation>
    </message>
    <message>
        <source>Fits with less context</source>
        <translation>Passt mit weniger Kontext</translation>
    </message>
    <message>
        <source>Folder not read</source>
        <translation>Ordner nicht gelesen</translation>
    </message>
    <message numerus="yes">
        <source>Folders in it may not be read: {names} and {n} more.</source>
        <translation>
            <numerusform>Ordner darin dürfen nicht gelesen werden: {names} und {n} weiterer.</numerusform>
            <numerusform>Ordner darin dürfen nicht gelesen werden: {names} und {n} weitere.</numerusform>
        </translation>
    </message>
    <message>
        <source>Folders in it may not be read: {names}.</source>
        <translation>Ordner darin dürfen nicht gelesen werden: {names}.</translation>
    </message>
    <message>
        <source>In watched folders</source>
        <translation>In beobachteten Ordnern</translation>
    </message>
    <message>
        <source>It</source>
        <translation>Die Datei</translation>
    </message>
    <message>
        <source>It could not be read ({kind}).</source>
        <translation>Es konnte nicht gelesen werden ({kind}).</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV-Cache</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Lacks {lack}</source>
        <translation>Es fehlen {lack}</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Layer</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Longest context</source>
        <translation>Längster Kontext</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Erneut suchen</translation>
    </message>
    <message>
        <source>Looking for models</source>
        <translation>Modelle werden gesucht</translation>
    </message>
    <message>
        <source>Looking through the folders</source>
        <translation>Ordner werden durchsucht</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Model: {what}</source>
        <translation>Modell: {what}</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>No model is under &quot;{chip}&quot;</source>
        <translation>Kein Modell unter „{chip}“</translation>
    </message>
    <message>
        <source>No models in the watched folders</source>
        <translation>Keine Modelle in den beobachteten Ordnern</translation>
    </message>
    <message>
        <source>No models yet</source>
        <translation>Noch keine Modelle</translation>
    </message>
    <message>
        <source>No row is selected</source>
        <translation>Keine Zeile ausgewählt</translation>
    </message>
    <message>
        <source>Not supported: {problem}</source>
        <translation>Nicht unterstützt: {problem}</translation>
    </message>
    <message>
        <source>Nothing found for &quot;{words}&quot;</source>
        <translation>Nichts gefunden für „{words}“</translation>
    </message>
    <message>
        <source>Nothing found for &quot;{words}&quot; under &quot;{chip}&quot;</source>
        <translation>Nichts gefunden für „{words}“ unter „{chip}“</translation>
    </message>
    <message>
        <source>On these devices</source>
        <translation>Auf diesen Geräten</translation>
    </message>
    <message>
        <source>Open file...	Ctrl+O</source>
        <translation>Datei öffnen...	Strg+O</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>Pick a model</source>
        <translation>Modell wählen</translation>
    </message>
    <message>
        <source>Pick a model, a .gguf file</source>
        <translation>Modell wählen, eine .gguf-Datei</translation>
    </message>
    <message>
        <source>Put .gguf files there and press F5, or watch another folder.</source>
        <translation>Dort .gguf-Dateien ablegen und F5 drücken, oder einen anderen Ordner beobachten.</translation>
    </message>
    <message numerus="yes">
        <source>Put back {n} removed</source>
        <translation>
            <numerusform>{n} entferntes zurückholen</numerusform>
            <numerusform>{n} entfernte zurückholen</numerusform>
        </translation>
    </message>
    <message>
        <source>Quant</source>
        <translation>Quant</translation>
    </message>
    <message>
        <source>Quantisation</source>
        <translation>Quantisierung</translation>
    </message>
    <message>
        <source>Reading the header</source>
        <translation>Kopfdaten werden gelesen</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Remove from list	Del</source>
        <translation>Aus der Liste entfernen	Entf</translation>
    </message>
    <message>
        <source>Reset to defaults</source>
        <translation>Auf Standard zurücksetzen</translation>
    </message>
    <message numerus="yes">
        <source>Search all {n} models...</source>
        <translation>
            <numerusform>Das {n} Modell durchsuchen...</numerusform>
            <numerusform>Alle {n} Modelle durchsuchen...</numerusform>
        </translation>
    </message>
    <message>
        <source>Search keys</source>
        <translation>Schlüssel durchsuchen</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>Modelle durchsuchen</translation>
    </message>
    <message>
        <source>Search tensors</source>
        <translation>Tensoren durchsuchen</translation>
    </message>
    <message>
        <source>Select one to see what it is.</source>
        <translation>Eine auswählen, um zu sehen, was sie ist.</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Split mode</source>
        <translation>Split-Modus</translation>
    </message>
    <message>
        <source>Split mode, context, threads, sampling and system prompt of this model</source>
        <translation>Split-Modus, Kontext, Threads, Sampling und System-Prompt dieses Modells</translation>
    </message>
    <message>
        <source>Stop watching {folder}</source>
        <translation>{folder} nicht mehr beobachten</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>System-Prompt</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>Tensor</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>Tensoren</translation>
    </message>
    <message>
        <source>This folder is gone. Bring back its disk, or stop watching it.</source>
        <translation>Dieser Ordner ist weg. Sein Laufwerk anschließen, oder ihn nicht mehr beobachten.</translation>
    </message>
    <message>
        <source>This folder may not be read. Change its permissions.</source>
        <translation>Dieser Ordner darf nicht gelesen werden. Seine Rechte ändern.</translation>
    </message>
    <message>
        <source>To try Tandem</source>
        <translation>Um Tandem auszuprobieren</translation>
    </message>
    <message>
        <source>Too large</source>
        <translation>Zu groß</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell verwenden</translation>
    </message>
    <message>
        <source>Use this model	Enter</source>
        <translation>Dieses Modell verwenden	Eingabe</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>Ordner beobachten</translation>
    </message>
    <message>
        <source>Watch a folder to see the models in it, or drop a .gguf here. No file is moved or copied.</source>
        <translation>Einen Ordner beobachten, um die Modelle darin zu sehen, oder eine .gguf hierher ziehen. Keine Datei wird verschoben oder kopiert.</translation>
    </message>
    <message>
        <source>Watch {folder} again</source>
        <translation>{folder} wieder beobachten</translation>
    </message>
    <message>
        <source>Watched folders</source>
        <translation>Beobachtete Ordner</translation>
    </message>
    <message>
        <source>a .gguf file</source>
        <translation>eine .gguf-Datei</translation>
    </message>
    <message>
        <source>all cores</source>
        <translation>alle Kerne</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>cache · {models}</source>
        <translation>Cache · {models}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>nicht gelesen</translation>
    </message>
    <message>
        <source>not watched</source>
        <translation>nicht beobachtet</translation>
    </message>
    <message>
        <source>on disk</source>
        <translation>vorhanden</translation>
    </message>
    <message>
        <source>set</source>
        <translation>gesetzt</translation>
    </message>
    <message>
        <source>{done} of {all}</source>
        <translation>{done} von {all}</translation>
    </message>
    <message numerus="yes">
        <source>{done} of {n}&#xa0;files</source>
        <translation>
            <numerusform>{done} von {n}&#xa0;Datei</numerusform>
            <numerusform>{done} von {n}&#xa0;Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} could not be read ({kind}). Pick another file.</source>
        <translation>{name} konnte nicht gelesen werden ({kind}). Andere Datei wählen.</translation>
    </message>
    <message>
        <source>{name} is cancelled.</source>
        <translation>{name} ist abgebrochen.</translation>
    </message>
    <message>
        <source>{number} parts are missing of {all}: put {first} and {more} more beside the others.</source>
        <translation>{number} von {all} Teilen fehlen: {first} und {more} weitere zu den anderen legen.</translation>
    </message>
    <message>
        <source>{number} tokens</source>
        <translation>{number} Token</translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;layers</source>
        <translation>
            <numerusform>{n}&#xa0;Layer</numerusform>
            <numerusform>{n}&#xa0;Layer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;models</source>
        <translation>
            <numerusform>{n}&#xa0;Modell</numerusform>
            <numerusform>{n}&#xa0;Modelle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;values: {first}</source>
        <translation>
            <numerusform>{n}&#xa0;Wert: {first}</numerusform>
            <numerusform>{n}&#xa0;Werte: {first}</numerusform>
        </translation>
    </message>
    <message>
        <source>{shown} of {all}</source>
        <translation>{shown} von {all}</translation>
    </message>
    <message numerus="yes">
        <source>{shown} of {n}&#xa0;models</source>
        <translation>
            <numerusform>{shown} von {n}&#xa0;Modell</numerusform>
            <numerusform>{shown} von {n}&#xa0;Modellen</numerusform>
        </translation>
    </message>
    <message>
        <source>{size} download</source>
        <translation>{size} herunterzuladen</translation>
    </message>
    <message>
        <source>{size} to fetch</source>
        <translation>{size} zu holen</translation>
    </message>
    <message>
        <source>{title} is off the list. The file stays.</source>
        <translation>{title} ist von der Liste. Die Datei bleibt.</translation>
    </message>
    <message numerus="yes">
        <source>{where} · {n} parts</source>
        <translation>
            <numerusform>{where} · {n} Teil</numerusform>
            <numerusform>{where} · {n} Teile</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>live</name>
    <message>
        <source>Busy</source>
        <translation>Auslastung</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>Karten</translation>
    </message>
    <message>
        <source>Generation</source>
        <translation>Generierung</translation>
    </message>
    <message>
        <source>Generation speed over the last 60 seconds</source>
        <translation>Tempo der Generierung in den letzten 60 Sekunden</translation>
    </message>
    <message>
        <source>Generation {speed}&#xa0;tok/s</source>
        <translation>Generierung {speed}&#xa0;tok/s</translation>
    </message>
    <message>
        <source>Last 60 s</source>
        <translation>Letzte 60 s</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Memory of {name}: {held}</source>
        <translation>Speicher von {name}: {held}</translation>
    </message>
    <message>
        <source>Nothing is reported of these cards</source>
        <translation>Von diesen Karten wird nichts gemeldet</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>Leistung</translation>
    </message>
    <message>
        <source>Processor {part} busy</source>
        <translation>Prozessor {part} ausgelastet</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Prompt {speed}&#xa0;tok/s</source>
        <translation>Prompt {speed}&#xa0;tok/s</translation>
    </message>
    <message>
        <source>Ranks</source>
        <translation>Ränge</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Why: show the Hardware page</source>
        <translation>Warum: Seite Hardware zeigen</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>lädt</translation>
    </message>
    <message>
        <source>read</source>
        <translation>gelesen</translation>
    </message>
    <message>
        <source>share {part}</source>
        <translation>Anteil {part}</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>tok/s</source>
        <translation>tok/s</translation>
    </message>
    <message>
        <source>{done} of {of} read</source>
        <translation>{done} von {of} gelesen</translation>
    </message>
    <message>
        <source>{memory} in use</source>
        <translation>{memory} in Gebrauch</translation>
    </message>
    <message>
        <source>{name} {seconds}&#xa0;s ago</source>
        <translation>{name} vor {seconds}&#xa0;s</translation>
    </message>
    <message>
        <source>{name}, 0 to {most}</source>
        <translation>{name}, 0 bis {most}</translation>
    </message>
    <message>
        <source>{name}, last run</source>
        <translation>{name}, zuletzt</translation>
    </message>
    <message>
        <source>{name}: {number} tokens per second</source>
        <translation>{name}: {number} Token pro Sekunde</translation>
    </message>
    <message>
        <source>{now} tokens per second now, {most} at most</source>
        <translation>{now} Token pro Sekunde jetzt, höchstens {most}</translation>
    </message>
    <message>
        <source>{part} busy</source>
        <translation>{part} aktiv</translation>
    </message>
    <message>
        <source>{part} of what these cards could do</source>
        <translation>{part} dessen, was die Karten könnten</translation>
    </message>
    <message>
        <source>{part} of what this card could do</source>
        <translation>{part} dessen, was die Karte könnte</translation>
    </message>
    <message>
        <source>{step}&#xa0;ms a token: {summing} adding up, {waiting} waiting</source>
        <translation>{step}&#xa0;ms je Token: {summing} Summieren, {waiting} Warten</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source> tokens</source>
        <translation> Token</translation>
    </message>
    <message>
        <source>%</source>
        <translation>&#xa0;%</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Adds Tandem to this desktop&apos;s menu, and opens .gguf files with it.</source>
        <translation>Trägt Tandem ins Menü dieses Desktops ein und öffnet .gguf-Dateien damit.</translation>
    </message>
    <message>
        <source>Alt+Down</source>
        <translation>Alt+Runter</translation>
    </message>
    <message>
        <source>Another mode</source>
        <translation>Anderer Modus</translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation>Pfeiltasten</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>Chats</translation>
    </message>
    <message>
        <source>Chats and measurements</source>
        <translation>Chats und Messungen</translation>
    </message>
    <message>
        <source>Context length of new models</source>
        <translation>Kontextlänge neuer Modelle</translation>
    </message>
    <message>
        <source>Copy versions</source>
        <translation>Versionen kopieren</translation>
    </message>
    <message>
        <source>Ctrl+Up, Ctrl+Down</source>
        <translation>Strg+Hoch, Strg+Runter</translation>
    </message>
    <message>
        <source>Ctrl+Z</source>
        <translation>Strg+Z</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Each model then keeps its own.</source>
        <translation>Jedes Modell behält dann seinen eigenen.</translation>
    </message>
    <message>
        <source>F2, Ctrl+D, Delete</source>
        <translation>F2, Strg+D, Entf</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>From message to message</source>
        <translation>Von Nachricht zu Nachricht</translation>
    </message>
    <message>
        <source>It is picked, not loaded.</source>
        <translation>Es wird gewählt, nicht geladen.</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Left of the conversation.</source>
        <translation>Links der Unterhaltung.</translation>
    </message>
    <message>
        <source>Left, Right</source>
        <translation>Links, Rechts</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>List of chats</source>
        <translation>Liste der Chats</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>Listen</translation>
    </message>
    <message>
        <source>Live panel beside the chat</source>
        <translation>Live-Anzeige neben dem Chat</translation>
    </message>
    <message>
        <source>Logs and reports</source>
        <translation>Protokolle und Berichte</translation>
    </message>
    <message>
        <source>Longer takes more memory on every card.</source>
        <translation>Länger braucht mehr Speicher auf jeder Karte.</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Move the line between two cards</source>
        <translation>Linie zwischen zwei Karten verschieben</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Next or previous control</source>
        <translation>Nächstes oder voriges Bedienelement</translation>
    </message>
    <message>
        <source>On this system an installer does that. Files can be dropped on the window, or given as an argument.</source>
        <translation>Auf diesem System macht das ein Installationsprogramm. Dateien lassen sich auf das Fenster ziehen oder als Argument angeben.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open .gguf files with Tandem</source>
        <translation>.gguf-Dateien mit Tandem öffnen</translation>
    </message>
    <message>
        <source>Open the folder of chats and measurements</source>
        <translation>Ordner der Chats und Messungen öffnen</translation>
    </message>
    <message>
        <source>Open the folder of logs and reports</source>
        <translation>Ordner der Protokolle und Berichte öffnen</translation>
    </message>
    <message>
        <source>Open the folder of settings</source>
        <translation>Ordner der Optionen öffnen</translation>
    </message>
    <message>
        <source>Open the plan</source>
        <translation>Plan öffnen</translation>
    </message>
    <message>
        <source>Pick the last model at the start</source>
        <translation>Beim Start das letzte Modell wählen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Rename, pin, delete</source>
        <translation>Umbenennen, anheften, löschen</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Reset {name} to {default}</source>
        <translation>{name} auf {default} zurücksetzen</translation>
    </message>
    <message>
        <source>Runs GGUF language models on all the GPUs of this computer, and shows which split mode is fastest on them.</source>
        <translation>Führt GGUF-Sprachmodelle auf allen GPUs dieses Computers aus und zeigt, welcher Split-Modus auf ihnen am schnellsten ist.</translation>
    </message>
    <message>
        <source>Set up</source>
        <translation>Einrichten</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Optionen</translation>
    </message>
    <message>
        <source>Size of letters</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>Speed and cards, now.</source>
        <translation>Tempo und Karten, jetzt.</translation>
    </message>
    <message>
        <source>Split mode of new models</source>
        <translation>Split-Modus neuer Modelle</translation>
    </message>
    <message>
        <source>Split plan</source>
        <translation>Split-Plan</translation>
    </message>
    <message>
        <source>Split selector</source>
        <translation>Split-Auswahl</translation>
    </message>
    <message>
        <source>Start and new models</source>
        <translation>Start und neue Modelle</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>System follows the desktop.</source>
        <translation>System folgt dem Desktop.</translation>
    </message>
    <message>
        <source>System follows the desktop. Takes effect at the next start.</source>
        <translation>System folgt dem Desktop. Wirkt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>Take a deletion back</source>
        <translation>Löschen rückgängig machen</translation>
    </message>
    <message>
        <source>Tandem comes under the Apache License 2.0. It is used with the software below, under their own licences.</source>
        <translation>Tandem steht unter der Apache License 2.0. Es nutzt die Software unten, unter deren eigenen Lizenzen.</translation>
    </message>
    <message>
        <source>Tandem has no account and sends nothing. It uses the network only for what you ask it to fetch: a model, or the starter model.</source>
        <translation>Tandem hat kein Konto und sendet nichts. Es nutzt das Netz nur für das, was Sie holen lassen: ein Modell oder das Startmodell.</translation>
    </message>
    <message>
        <source>Tandem is in this desktop&apos;s menu and opens .gguf files.</source>
        <translation>Tandem steht im Menü dieses Desktops und öffnet .gguf-Dateien.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>bundled</source>
        <translation>mitgeliefert</translation>
    </message>
    <message>
        <source>in its licence file</source>
        <translation>in ihrer Lizenzdatei</translation>
    </message>
    <message>
        <source>in ziamath</source>
        <translation>in ziamath</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>nicht installiert</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>the model&apos;s own, at most {number} tokens</source>
        <translation>die des Modells, höchstens {number} Token</translation>
    </message>
    <message>
        <source>{least} to {most}%, also with Ctrl++ and Ctrl+-.</source>
        <translation>{least} bis {most}&#xa0;%, auch mit Strg++ und Strg+-.</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}.</source>
        <translation>{path} kann nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>{program} did not answer. The files are there; the desktop may notice them later.</source>
        <translation>{program} hat nicht geantwortet. Die Dateien sind da; der Desktop bemerkt sie vielleicht später.</translation>
    </message>
    <message>
        <source>{what} Default: {default}.</source>
        <translation>{what} Standard: {default}.</translation>
    </message>
</context>
<context>
    <name>shell</name>
    <message>
        <source>A comparison is running</source>
        <translation>Ein Vergleich läuft</translation>
    </message>
    <message>
        <source>About Tandem</source>
        <translation>Über Tandem</translation>
    </message>
    <message>
        <source>All commands</source>
        <translation>Alle Befehle</translation>
    </message>
    <message>
        <source>Ask {name} something</source>
        <translation>{name} etwas fragen</translation>
    </message>
    <message>
        <source>Attach text files</source>
        <translation>Textdateien anhängen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Chats and settings are kept on disk. You can go on; if the window behaves oddly, restart it.</source>
        <translation>Chats und Optionen sind gespeichert. Sie können weitermachen; benimmt sich das Fenster seltsam, neu starten.</translation>
    </message>
    <message>
        <source>Choose a split above and press Load.</source>
        <translation>Oben einen Split wählen und Laden drücken.</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Compare the split modes</source>
        <translation>Split-Modi vergleichen</translation>
    </message>
    <message>
        <source>Comparing: {mode}</source>
        <translation>Vergleicht: {mode}</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Copy the last reply</source>
        <translation>Letzte Antwort kopieren</translation>
    </message>
    <message>
        <source>Copy the report on the hardware</source>
        <translation>Hardware-Bericht kopieren</translation>
    </message>
    <message>
        <source>Deleted chats</source>
        <translation>Gelöschte Chats</translation>
    </message>
    <message>
        <source>Download a model</source>
        <translation>Modell herunterladen</translation>
    </message>
    <message>
        <source>Export all chats</source>
        <translation>Alle Chats exportieren</translation>
    </message>
    <message>
        <source>Fetching the starter model</source>
        <translation>Startmodell wird geholt</translation>
    </message>
    <message>
        <source>Fetching {name}</source>
        <translation>{name} wird geholt</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>Find a model in the library</source>
        <translation>Modell in der Bibliothek suchen</translation>
    </message>
    <message>
        <source>Find on this page</source>
        <translation>Auf dieser Seite suchen</translation>
    </message>
    <message>
        <source>Fits on {devices}</source>
        <translation>Passt auf {devices}</translation>
    </message>
    <message>
        <source>GGUF models (*.gguf);;All files (*)</source>
        <translation>GGUF-Modelle (*.gguf);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation>Hardware</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Import chats</source>
        <translation>Chats importieren</translation>
    </message>
    <message>
        <source>It holds no vocabulary.</source>
        <translation>Es enthält kein Vokabular.</translation>
    </message>
    <message>
        <source>Its results grow on the Compare page. You can chat when it has ended.</source>
        <translation>Seine Ergebnisse wachsen auf der Seite Vergleich. Chatten geht wieder, wenn er beendet ist.</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Larger letters</source>
        <translation>Größere Schrift</translation>
    </message>
    <message>
        <source>Letters as they were made</source>
        <translation>Schrift in Originalgröße</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Load {name}</source>
        <translation>{name} laden</translation>
    </message>
    <message>
        <source>Load, reload, cancel or unload</source>
        <translation>Laden, neu laden, abbrechen oder entladen</translation>
    </message>
    <message>
        <source>Loaded in {mode} mode on {devices}.</source>
        <translation>Geladen im Modus {mode} auf {devices}.</translation>
    </message>
    <message>
        <source>Loaded on {devices}</source>
        <translation>Geladen auf {devices}</translation>
    </message>
    <message>
        <source>Loaded on {devices}.</source>
        <translation>Geladen auf {devices}.</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Lädt</translation>
    </message>
    <message>
        <source>Loading {name}</source>
        <translation>{name} wird geladen</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Erneut suchen</translation>
    </message>
    <message>
        <source>Looking for devices.</source>
        <translation>Geräte werden gesucht.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Narrower list of chats</source>
        <translation>Schmalere Chatliste</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>Not supported: {lack}</source>
        <translation>Nicht unterstützt: {lack}</translation>
    </message>
    <message>
        <source>Nothing found for &quot;{letters}&quot;</source>
        <translation>Nichts gefunden für „{letters}“</translation>
    </message>
    <message>
        <source>Open a .gguf file, drop one here, or fetch a small one to see how Tandem works.</source>
        <translation>Eine .gguf-Datei öffnen, hierher ziehen, oder ein kleines Modell holen, um Tandem kennenzulernen.</translation>
    </message>
    <message>
        <source>Open a file</source>
        <translation>Datei öffnen</translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation>Modell öffnen</translation>
    </message>
    <message>
        <source>Open a model file</source>
        <translation>Modelldatei öffnen</translation>
    </message>
    <message>
        <source>Open another file</source>
        <translation>Andere Datei öffnen</translation>
    </message>
    <message>
        <source>Open the log folder</source>
        <translation>Protokollordner öffnen</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Pick a model</source>
        <translation>Modell wählen</translation>
    </message>
    <message>
        <source>Pick a model to start</source>
        <translation>Zum Start ein Modell wählen</translation>
    </message>
    <message>
        <source>Pick {model}</source>
        <translation>{model} wählen</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Quit Tandem</source>
        <translation>Tandem beenden</translation>
    </message>
    <message>
        <source>Reading its header.</source>
        <translation>Kopfdaten werden gelesen.</translation>
    </message>
    <message>
        <source>Reload</source>
        <translation>Neu laden</translation>
    </message>
    <message>
        <source>Reload in {mode}</source>
        <translation>Neu laden: {mode}</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>Sampling</translation>
    </message>
    <message>
        <source>Scan the watched folders again</source>
        <translation>Beobachtete Ordner neu durchsuchen</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>Alle Chats durchsuchen</translation>
    </message>
    <message>
        <source>See what makes it fit</source>
        <translation>Zeigen, wie es passt</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Optionen</translation>
    </message>
    <message>
        <source>Show or hide the list of chats</source>
        <translation>Chatliste ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show or hide the live panel</source>
        <translation>Live-Anzeige ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show the split plan</source>
        <translation>Split-Plan zeigen</translation>
    </message>
    <message>
        <source>Smaller letters</source>
        <translation>Kleinere Schrift</translation>
    </message>
    <message>
        <source>Something went wrong in the window ({kind}). {kept}</source>
        <translation>Im Fenster ist etwas schiefgegangen ({kind}). {kept}</translation>
    </message>
    <message>
        <source>Split mode: {mode}</source>
        <translation>Split-Modus: {mode}</translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Stop it</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop the reply</source>
        <translation>Antwort stoppen</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>System-Prompt</translation>
    </message>
    <message>
        <source>Tandem cannot open its window ({kind}). {kept} Chats and settings are not touched.</source>
        <translation>Tandem kann sein Fenster nicht öffnen ({kind}). {kept} Chats und Optionen bleiben unberührt.</translation>
    </message>
    <message>
        <source>Tandem ended unexpectedly the last time. Chats and settings are kept; the details say where it was.</source>
        <translation>Tandem endete beim letzten Mal unerwartet. Chats und Optionen sind erhalten; die Details sagen, wo es war.</translation>
    </message>
    <message>
        <source>Tandem is running already and does not answer. Close its window first, or end its process.</source>
        <translation>Tandem läuft schon und antwortet nicht. Zuerst sein Fenster schließen oder seinen Prozess beenden.</translation>
    </message>
    <message>
        <source>Tandem: something went wrong</source>
        <translation>Tandem: etwas ist schiefgegangen</translation>
    </message>
    <message>
        <source>The report could not be written: the disk may be full.</source>
        <translation>Der Bericht konnte nicht geschrieben werden: das Laufwerk ist vielleicht voll.</translation>
    </message>
    <message>
        <source>The report is kept in {where}.</source>
        <translation>Der Bericht liegt in {where}.</translation>
    </message>
    <message>
        <source>The settings cannot be saved in {folder}: {reason}. Check its rights and free space.</source>
        <translation>Die Optionen können nicht in {folder} gespeichert werden: {reason}. Rechte des Ordners und freien Platz prüfen.</translation>
    </message>
    <message>
        <source>This model cannot chat</source>
        <translation>Dieses Modell kann nicht chatten</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Try {name} ({size})</source>
        <translation>{name} ausprobieren ({size})</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>Entladen</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>Ordner beobachten</translation>
    </message>
    <message>
        <source>What should happen?</source>
        <translation>Was soll geschehen?</translation>
    </message>
    <message>
        <source>Wider list of chats</source>
        <translation>Breitere Chatliste</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>Nachricht schreiben</translation>
    </message>
    <message>
        <source>{name} does not fit</source>
        <translation>{name} passt nicht</translation>
    </message>
    <message numerus="yes">
        <source>{n} models were dropped, and only {name} is picked. Drop their folder to list all of them.</source>
        <translation>
            <numerusform>{n} Modell wurde abgelegt, und nur {name} ist gewählt. Den Ordner ablegen, um alle aufzulisten.</numerusform>
            <numerusform>{n} Modelle wurden abgelegt, und nur {name} ist gewählt. Ihren Ordner ablegen, um alle aufzulisten.</numerusform>
        </translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}. Choose another folder with --profile.</source>
        <translation>{path} kann nicht geschrieben werden: {reason}. Anderen Ordner mit --profile wählen.</translation>
    </message>
</context>
<context>
    <name>split</name>
    <message>
        <source> tokens</source>
        <translation> Token</translation>
    </message>
    <message>
        <source>% share</source>
        <translation>&#xa0;% Anteil</translation>
    </message>
    <message>
        <source>Add the processor (slow)</source>
        <translation>Prozessor dazunehmen (langsam)</translation>
    </message>
    <message>
        <source>Asked {asked}, rounded to {got}. {rounding}.</source>
        <translation>Verlangt {asked}, gerundet auf {got}. {rounding}.</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Auto picks {mode}. {reason}</source>
        <translation>Auto wählt {mode}. {reason}</translation>
    </message>
    <message>
        <source>Automatic shares</source>
        <translation>Automatische Anteile</translation>
    </message>
    <message>
        <source>Bars show {kinds}</source>
        <translation>Balken zeigen {kinds}</translation>
    </message>
    <message>
        <source>CPU threads of all ranks together</source>
        <translation>CPU-Threads aller Ränge zusammen</translation>
    </message>
    <message numerus="yes">
        <source>CPU threads of all ranks together; this computer has {n}&#xa0;cores</source>
        <translation>
            <numerusform>CPU-Threads aller Ränge zusammen; dieser Computer hat {n}&#xa0;Kern</numerusform>
            <numerusform>CPU-Threads aller Ränge zusammen; dieser Computer hat {n}&#xa0;Kerne</numerusform>
        </translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Context length</source>
        <translation>Kontextlänge</translation>
    </message>
    <message>
        <source>Context {tokens}</source>
        <translation>Kontext {tokens}</translation>
    </message>
    <message>
        <source>Drag to share. {rounding}.</source>
        <translation>Zum Teilen ziehen. {rounding}.</translation>
    </message>
    <message>
        <source>Drag, or use the arrow keys. A double click resets.</source>
        <translation>Ziehen, oder mit den Pfeiltasten. Ein Doppelklick setzt zurück.</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV-Cache</translation>
    </message>
    <message>
        <source>KV head {which}</source>
        <translation>KV-Head {which}</translation>
    </message>
    <message>
        <source>KV heads {which}</source>
        <translation>KV-Heads {which}</translation>
    </message>
    <message>
        <source>KV q8_0 takes half the memory of f16, and rounds keys and values more</source>
        <translation>KV q8_0 braucht halb so viel Speicher wie f16 und rundet Keys und Values mehr</translation>
    </message>
    <message>
        <source>KV {types}</source>
        <translation>KV {types}</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Layer</translation>
    </message>
    <message>
        <source>Layer: devices take whole layers, one after another</source>
        <translation>Layer: Geräte nehmen ganze Layer, nacheinander</translation>
    </message>
    <message>
        <source>Line between {before} and {after}: {at} of the model lie before it</source>
        <translation>Linie zwischen {before} und {after}: {at} des Modells liegen davor</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>MLP channel {which}</source>
        <translation>MLP-Kanal {which}</translation>
    </message>
    <message>
        <source>MLP channels {which}</source>
        <translation>MLP-Kanäle {which}</translation>
    </message>
    <message>
        <source>Mixed</source>
        <translation>Gemischt</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ohne</translation>
    </message>
    <message>
        <source>None: one device holds the whole model</source>
        <translation>Ohne: ein Gerät hält das ganze Modell</translation>
    </message>
    <message>
        <source>Only {name}</source>
        <translation>Nur {name}</translation>
    </message>
    <message>
        <source>Preparing kernels, {done} of {all}</source>
        <translation>Kernel werden vorbereitet, {done} von {all}</translation>
    </message>
    <message>
        <source>Preparing the workers</source>
        <translation>Worker werden vorbereitet</translation>
    </message>
    <message>
        <source>Prove it: Compare</source>
        <translation>Beweisen: vergleichen</translation>
    </message>
    <message>
        <source>Rounds to 1 layer</source>
        <translation>Rundet auf 1 Layer</translation>
    </message>
    <message>
        <source>Rounds to whole heads</source>
        <translation>Rundet auf ganze Heads</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Share of {name}</source>
        <translation>Anteil von {name}</translation>
    </message>
    <message>
        <source>Share {parts}</source>
        <translation>Anteile {parts}</translation>
    </message>
    <message>
        <source>Speed by split mode.</source>
        <translation>Tempo je Split-Modus.</translation>
    </message>
    <message>
        <source>Split mode</source>
        <translation>Split-Modus</translation>
    </message>
    <message>
        <source>Split plan</source>
        <translation>Split-Plan</translation>
    </message>
    <message>
        <source>Starting a worker per device</source>
        <translation>Ein Worker pro Gerät startet</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>Tensor</translation>
    </message>
    <message>
        <source>Tensor in {stages} groups: each shares its layers, and they follow one another</source>
        <translation>Tensor in {stages} Gruppen: jede teilt ihre Layer, und sie folgen aufeinander</translation>
    </message>
    <message>
        <source>Tensor: devices share every layer</source>
        <translation>Tensor: Geräte teilen jeden Layer</translation>
    </message>
    <message>
        <source>This model was made for {context} tokens</source>
        <translation>Dieses Modell ist für {context} Token gemacht</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Trying how the cards talk to each other</source>
        <translation>Es wird ausprobiert, wie die Karten miteinander reden</translation>
    </message>
    <message>
        <source>Use {name} too</source>
        <translation>Auch {name} nutzen</translation>
    </message>
    <message>
        <source>What each rank holds</source>
        <translation>Was jeder Rang hält</translation>
    </message>
    <message>
        <source>What keys and values are kept in</source>
        <translation>Worin Keys und Values liegen</translation>
    </message>
    <message>
        <source>With this the model fits</source>
        <translation>Damit passt das Modell</translation>
    </message>
    <message>
        <source>about {speed}</source>
        <translation>etwa {speed}</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>and {types}</source>
        <translation>und {types}</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>zugleich</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>comparing</source>
        <translation>vergleicht</translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation>passt nicht</translation>
    </message>
    <message>
        <source>free</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>in a row</source>
        <translation>in Reihe</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Layer</translation>
    </message>
    <message>
        <source>layer {which}</source>
        <translation>Layer {which}</translation>
    </message>
    <message>
        <source>layers {which}</source>
        <translation>Layer {which}</translation>
    </message>
    <message>
        <source>loaded</source>
        <translation>geladen</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>lädt</translation>
    </message>
    <message>
        <source>measured {when}</source>
        <translation>gemessen {when}</translation>
    </message>
    <message>
        <source>no KV heads</source>
        <translation>keine KV-Heads</translation>
    </message>
    <message>
        <source>no MLP channels</source>
        <translation>keine MLP-Kanäle</translation>
    </message>
    <message>
        <source>no fit</source>
        <translation>passt nicht</translation>
    </message>
    <message>
        <source>no layers</source>
        <translation>keine Layer</translation>
    </message>
    <message>
        <source>no query heads</source>
        <translation>keine Query-Heads</translation>
    </message>
    <message>
        <source>no vocabulary rows</source>
        <translation>keine Vokabularzeilen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>Ohne</translation>
    </message>
    <message>
        <source>not loaded yet</source>
        <translation>noch nicht geladen</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>nicht gemessen</translation>
    </message>
    <message>
        <source>one</source>
        <translation>eins</translation>
    </message>
    <message>
        <source>one device</source>
        <translation>ein Gerät</translation>
    </message>
    <message>
        <source>other programs</source>
        <translation>andere Programme</translation>
    </message>
    <message>
        <source>other ranks</source>
        <translation>andere Ränge</translation>
    </message>
    <message>
        <source>picks</source>
        <translation>wählt</translation>
    </message>
    <message>
        <source>picks one</source>
        <translation>wählt einen</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>vorhergesagt</translation>
    </message>
    <message>
        <source>prompt {speed}</source>
        <translation>Prompt {speed}</translation>
    </message>
    <message>
        <source>query head {which}</source>
        <translation>Query-Head {which}</translation>
    </message>
    <message>
        <source>query heads {which}</source>
        <translation>Query-Heads {which}</translation>
    </message>
    <message>
        <source>read</source>
        <translation>gelesen</translation>
    </message>
    <message>
        <source>side by side</source>
        <translation>parallel</translation>
    </message>
    <message>
        <source>tensor</source>
        <translation>Tensor</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>vocabulary row {which}</source>
        <translation>Vokabularzeile {which}</translation>
    </message>
    <message>
        <source>vocabulary rows {which}</source>
        <translation>Vokabularzeilen {which}</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>workspace</source>
        <translation>Puffer</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first} bis {last}</translation>
    </message>
    <message>
        <source>{mode} mode</source>
        <translation>Modus {mode}</translation>
    </message>
    <message>
        <source>{mode}, context {tokens}</source>
        <translation>{mode}, Kontext {tokens}</translation>
    </message>
    <message>
        <source>{name} held a part of this model and is not there any more. The other devices take its part.</source>
        <translation>{name} hielt einen Teil dieses Modells und ist nicht mehr da. Die anderen Geräte übernehmen ihn.</translation>
    </message>
    <message>
        <source>{name} held {part} of this model and is not there any more. The other devices take its part.</source>
        <translation>{name} hielt {part} dieses Modells und ist nicht mehr da. Die anderen Geräte übernehmen den Teil.</translation>
    </message>
    <message numerus="yes">
        <source>{name}, {n}&#xa0;layers on {devices}</source>
        <translation>
            <numerusform>{name}, {n}&#xa0;Layer auf {devices}</numerusform>
            <numerusform>{name}, {n}&#xa0;Layer auf {devices}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;cards</source>
        <translation>
            <numerusform>{n}&#xa0;Karte</numerusform>
            <numerusform>{n}&#xa0;Karten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;more notes like it.</source>
        <translation>
            <numerusform>{n}&#xa0;weiterer Hinweis dieser Art.</numerusform>
            <numerusform>{n}&#xa0;weitere Hinweise dieser Art.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;ranks</source>
        <translation>
            <numerusform>{n}&#xa0;Rang</numerusform>
            <numerusform>{n}&#xa0;Ränge</numerusform>
        </translation>
    </message>
    <message>
        <source>{prompt} tok/s</source>
        <translation>{prompt} tok/s</translation>
    </message>
    <message>
        <source>{some} and {last}</source>
        <translation>{some} und {last}</translation>
    </message>
    <message>
        <source>{speed}&#xa0;tok/s</source>
        <translation>{speed}&#xa0;tok/s</translation>
    </message>
</context>
<context>
    <name>telemetry</name>
    <message>
        <source>It is set aside for virtual machines.</source>
        <translation>Sie ist für virtuelle Maschinen reserviert.</translation>
    </message>
    <message>
        <source>It runs on the nouveau driver. Install NVIDIA&apos;s own driver to use it.</source>
        <translation>Sie läuft mit dem Treiber nouveau. Zum Nutzen den Treiber von NVIDIA installieren.</translation>
    </message>
    <message>
        <source>NVIDIA&apos;s driver does not answer ({error}). Restart the computer.</source>
        <translation>Der NVIDIA-Treiber antwortet nicht ({error}). Den Computer neu starten.</translation>
    </message>
    <message>
        <source>NVIDIA&apos;s driver is not loaded. Install it, or restart the computer.</source>
        <translation>Der NVIDIA-Treiber ist nicht geladen. Installieren oder den Computer neu starten.</translation>
    </message>
    <message>
        <source>NVIDIA&apos;s driver was updated and its parts do not match. Restart the computer.</source>
        <translation>Der NVIDIA-Treiber wurde aktualisiert, und seine Teile passen nicht zusammen. Den Computer neu starten.</translation>
    </message>
    <message>
        <source>No driver is loaded for it.</source>
        <translation>Für sie ist kein Treiber geladen.</translation>
    </message>
    <message>
        <source>PCIe across two processors</source>
        <translation>PCIe über zwei Prozessoren</translation>
    </message>
    <message>
        <source>PCIe through the CPU</source>
        <translation>PCIe durch die CPU</translation>
    </message>
    <message>
        <source>PCIe within one processor</source>
        <translation>PCIe innerhalb eines Prozessors</translation>
    </message>
    <message>
        <source>The driver has lost this card. Check its power plugs and its seat, and restart the computer.</source>
        <translation>Der Treiber hat diese Karte verloren. Stromstecker und Sitz prüfen und den Computer neu starten.</translation>
    </message>
    <message>
        <source>cards</source>
        <translation>Karten</translation>
    </message>
    <message>
        <source>chipset</source>
        <translation>Chipsatz</translation>
    </message>
    <message>
        <source>driver</source>
        <translation>Treiber</translation>
    </message>
    <message>
        <source>heat</source>
        <translation>Hitze</translation>
    </message>
    <message>
        <source>its power limit</source>
        <translation>ihr Leistungslimit</translation>
    </message>
    <message>
        <source>no path</source>
        <translation>kein Weg</translation>
    </message>
    <message>
        <source>one PCIe switch</source>
        <translation>ein PCIe-Switch</translation>
    </message>
    <message>
        <source>one board</source>
        <translation>eine Platine</translation>
    </message>
    <message>
        <source>several PCIe switches</source>
        <translation>mehrere PCIe-Switches</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>abgeschaltet</translation>
    </message>
    <message>
        <source>the board&apos;s limits</source>
        <translation>Grenzen der Platine</translation>
    </message>
    <message>
        <source>the hardware&apos;s protection</source>
        <translation>Schutz der Hardware</translation>
    </message>
    <message>
        <source>the power supply</source>
        <translation>das Netzteil</translation>
    </message>
    <message>
        <source>voltage</source>
        <translation>Spannung</translation>
    </message>
    <message>
        <source>{maker} graphics</source>
        <translation>{maker}-Grafik</translation>
    </message>
</context>
<context>
    <name>widgets</name>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Clear: {name}</source>
        <translation>Leeren: {name}</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Ctrl+Z</source>
        <translation>Strg+Z</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Drag to another width. A double click resets.</source>
        <translation>Zum Verbreitern ziehen. Ein Doppelklick setzt zurück.</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>not reported</source>
        <translation>nicht gemeldet</translation>
    </message>
    <message>
        <source>{amount} of {whole}</source>
        <translation>{amount} von {whole}</translation>
    </message>
    <message>
        <source>{minutes}&#xa0;min left</source>
        <translation>noch {minutes}&#xa0;min</translation>
    </message>
    <message>
        <source>{number}%</source>
        <translation>{number}&#xa0;%</translation>
    </message>
    <message>
        <source>{number}&#xa0;bytes</source>
        <translation>{number}&#xa0;Bytes</translation>
    </message>
    <message>
        <source>{seconds}&#xa0;s left</source>
        <translation>noch {seconds}&#xa0;s</translation>
    </message>
    <message>
        <source>{size}/s</source>
        <translation>{size}/s</translation>
    </message>
    <message>
        <source>{speed}&#xa0;tok/s</source>
        <translation>{speed}&#xa0;tok/s</translation>
    </message>
    <message>
        <source>{words} Ctrl+Z takes it back.</source>
        <translation>{words} Strg+Z macht es rückgängig.</translation>
    </message>
</context>
</TS>
