<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_US">
<context>
    <name>chat</name>
    <message>
        <source>0 takes the likeliest token, more is freer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A comparison is running. You can send when it has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A reply is being written. Stop it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of the link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Against repeating whole phrases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Against tokens that were there before; 1 is off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask anything. Enter sends, Shift+Enter makes a new line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attach</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attach text files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change context and threads in the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chats (*.json *.md);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close without saving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context and threads are chosen in the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Context {context} tokens, {n}&#xa0;threads per rank</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Context: {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Continue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy	Ctrl+C</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Creative</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Custom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DRY</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DRY allowed length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DRY base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DRY looks back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DRY sequence breakers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DRY sequence breakers, one a line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete	Del</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete “{title}” for good?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleted chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dynamic exponent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dynamic temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Editing a question. The old one and its replies stay. Esc cancels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Editing a queued prompt. Enter keeps it, Esc cancels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter brings one back, Delete deletes it for good.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter goes to the next one, Shift+Enter to the one before, Esc closes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter opens, F2 renames, Ctrl+D pins, Delete deletes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export all chats…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fewer samplers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in this chat (Ctrl+F)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find…	Ctrl+F</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For every time that it was there; 0 is off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How fast it grows with the phrase&apos;s length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often the likeliest tokens are left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How sharply it moves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import chats…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It cannot be brought back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It opens in your browser, and its owner learns your network address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stands before every conversation with this model, from the next message on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON, with all branches (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jump to latest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leaves out tokens likelier than this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left and right move through what can be pressed, Ctrl+Up and Ctrl+Down through messages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {number}: ids begin at 0, and a bias is a number or -inf.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {number}: token {key} has a bias already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {number}: write it as token id = bias, such as 1234 = -2.5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link: {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logit bias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logit bias, a line each: token id = bias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Markdown, what is read (*.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More about this chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More samplers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moves up and down this much by surprise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the new preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the new prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New chat (Ctrl+N)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New messages of {titles} are not on the disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next (Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No chats yet. Your first question begins one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing found for “{wanted}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing here. Deleted chats are kept for 30 days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Older</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Once for every token that was there; 0 is off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the k likeliest tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open this address?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Penalties look back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phrases end at these, one a line; \n is a line end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pick a model and load it to go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pin	Ctrl+D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Precise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous (Shift+Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued prompts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the prompt: {part}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove {what}: {line}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename	F2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repeat penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset to defaults</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Samplers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sampling: {sampling}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save chats as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved in {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Searching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select all	Ctrl+A</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the chats (Ctrl+B)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System prompt: on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tandem chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tandem opens web addresses only. You can copy it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text files go along with the question; drop them here too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chat cannot be saved in {path}: {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chat is deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chats cannot be kept in {path}: {error}. Check the folder&apos;s rights and its free space.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chats in {path} cannot be read or written: {error}. Check the disk&apos;s free space.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chats in {path} cannot be read: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chats in {path} cannot be written: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk of {path} is full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The likeliest tokens that sum to p; 1 is off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The next one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The one before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The queued prompt is removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same seed gives the same reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The title cannot be saved in {path}: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thinking… {seconds}&#xa0;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the latest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thought</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thought for {seconds}&#xa0;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token id = bias, one a line; -inf never takes it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens after which a reply is cut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens at least this likely beside the likeliest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens of about the expected surprise; 1 is off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens that may be repeated freely</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens within n deviations of the likeliest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens, for all three penalties</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-n-sigma</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Typical-p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unpin	Ctrl+D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the model should know before every chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With {files}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the next question. Enter queues it until its turn comes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>XTC probability</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>XTC threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cut off: the model is gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first token {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gone for good today</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>kept for {n}&#xa0;more days</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>new each time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no reply yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prompt {speed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>queued prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sent one after another, when the reply has ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped at a stop word</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped at the length limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped by you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped: the context is full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting for a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting for you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whole context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{before} {words}, message {place} of {all}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{cached_tokens} reused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{current} of {found}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} cannot be read: {reason}. Check the file&apos;s rights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} comes with Tandem; choose another name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has {size} KB; at most {most_bytes} KB of text can go along. Drop a part of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is no file. Drop text files here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is no text file, and models read text only. Save it as plain text first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} chats are deleted.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;prompts queued</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;queued prompts: {waits}</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;tokens</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}. Check the file&apos;s rights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}. Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} could not be written. Closing now would lose them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} holds no chats of Tandem. Choose a file that was exported here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is damaged: {error}. Choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is no text file, so it holds no chats. Choose a .json or .md file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} was written by a newer Tandem, so new chats are not kept. Update Tandem.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} was written by a newer Tandem. Update Tandem to import it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} of {all}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{used} of {all} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{used}: the context is nearly full, start a new chat soon</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{used}: the first {n}&#xa0;messages will be left out, from “{first}” on</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{used}: “{first}” is left out first</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>compare</name>
    <message>
        <source> loads each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>95% interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A reply is being written. Stop it, or wait for its end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answers: {answers}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare split modes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare {mode}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing needs two devices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Devices: {devices}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each of {modes} modes is loaded and timed in turn, twice and in mirrored order, so that warming up or throttling favours none of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Ended after {done} of {n}&#xa0;blocks. What was measured stays.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Every mode needs two loads before anything can be said.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything else works. On the Hardware page CPU ranks can be added, to try how a split works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Finished: {n}&#xa0;blocks measured.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Generation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generation, tok/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often every mode is loaded anew: speeds differ more between loads than within one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In generation: {told}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In prompt processing: {told}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load {number}, {mode}: {speeds} tok/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loads per mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest reply, tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measured so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measured with Tandem on {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing compared yet in this session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing measured yet for this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One CPU rank: tensor and layer mode need two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One card: tensor and layer mode need two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Hardware</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own sizes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pick a model first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pick a model to compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt processing, tok/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt to compare by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt, tok/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompts: {sentence}, {told}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading its header.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repetitions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reply in mode {mode}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results as a table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run Quick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run Quick, {about}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split modes of {model}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Stopped after {done} of {n}&#xa0;blocks. What was measured stays.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first difference is at character {difference}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model is being loaded. Run it when that has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model is being unloaded. Run it when that has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Then its split modes can be timed against each other on your devices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to time: prompt and generation are both 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model is not supported: {lack}. Pick another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This needs {tokens} tokens, and the context holds {context}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too early to say</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turn on at least two modes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use it for this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use {mode} for this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View as bars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View as table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What every mode is asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Work: {work}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a prompt first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {number}&#xa0;h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {number}&#xa0;min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {number}&#xa0;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>block {place} of {all}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dashed: one device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>depth {tokens}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dots are loads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>generation {tokens}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loading {part}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>one prompt, at most {n}&#xa0;tokens</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>prompt {tokens}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time left not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {all} blocks done, {mode} under way. Order: {modes}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {all} blocks done. Order: {modes}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{mode} in {stages} stages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{mode} is used for this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{more} more in {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;loads per mode</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;ranks</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;repetitions</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{speed} tokens per second, give or take {half}, over {n} loads</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{speed} tokens per second, over {n} loads</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{times} the speed of {mode}, 95% interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{times} the speed, 95% interval</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>download</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking what is there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download from Hugging Face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downloaded, checksum verified · {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lacks about {lack}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking it up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model on Hugging Face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing goes over the network before you press Look up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On these devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused · {amount}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quants</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Should fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show downloads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take {name} off this list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection broke, trying again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The download stopped unexpectedly ({cause}). Resume it; nothing is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits for the one before it · {amount}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>owner/name, or the address of its page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {all}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{free} free there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{free} free there, which is too little</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is downloaded, and its checksum agrees.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{name} offers {n}&#xa0;model files.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name} · {n} parts</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hardware</name>
    <message>
        <source>% share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**{name}** (slot {slot}, driver {driver}, not listed by the engine)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**{name}**, memory {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>10 KB all-reduce</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>256 KB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model needs at least one device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a CPU rank</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apple GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Busy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU rank {rank}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU ranks are for trial: they show how a split works, share one memory, and do not make a model faster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card can</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check its power plugs and its cooling.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check its power plugs, and whether the power supply is strong enough.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check its power plugs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute capability: {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does not count. {trouble}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does not count: it has no memory of its own and would slow the cards down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does not count: the PyTorch that is installed here cannot use it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to change the order, or use the up and down keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Driver: {driver}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it more air: clean its fans and make room around it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes through</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How these cards talk has not been tried yet. Measure again does so, and so does the first load over them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Idle cards lower their PCIe generation by themselves; it counts under load.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has no memory of its own: models run in the computer&apos;s, and slowly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It sleeps to save power.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Links between cards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring, up to a minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory of {name}: {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory {unknown}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory: {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory: {total} ({held})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move it to a slot with more lanes, or use layer mode.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>NVLink, {n}&#xa0;lanes</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Neither peer access nor pinned host memory worked here, so sums go through the CPU, which is slow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No graphics card can be used: the processor does the work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No graphics card: the processor does the work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One CPU rank: tensor and layer mode need two. Everything else works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One card: tensor and layer mode need two. Everything else works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order of {name}, not in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order of {name}, {place} of {all}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ours {ours} · others {others} · free {free}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peer access</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peer access did not work here, so sums go through pinned host memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peer access was tried first and gave the right sums, so each card reads the others&apos; memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Power</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seat it again, try it without a riser, and look whether an M.2 disk shares its lanes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set the slot to its full PCIe generation in the computer&apos;s setup, and try it without a riser.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of {name}, percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slot now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slot now, idle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sums go through {way}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor and layer mode need two ranks; everything else works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine is not running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report is on the clipboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The slot cannot do more; in layer mode it matters least.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The slot gives {link}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Times are of {number} cards that add up together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Together {memory} and {bandwidth}&#xa0;GB/s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Together {memory} of memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UUID {uuid}, slot {slot}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo any overclocking of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unload the model first: it takes the memory that is measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use, order and shares are kept for {model}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asleep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>drives the display</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>graphics card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>held down by {reasons}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>integrated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not tried</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>peer access</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pinned host memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>processor and its memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rank {rank}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slot {slot}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{bandwidth}&#xa0;GB/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{cards} and {ranks}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{card}, slot {slot}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{devices} do the work</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{kind} · slot {slot}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is slowed down by {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} runs at {link} and could use {best}: that is {part} of its data rate. Tensor mode and long prompts wait for it. {advice}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} runs at {link}: {part} of its data rate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} · for trial</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, {one} to {other}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} do not count</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} do not take part</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;CPU ranks</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;cards</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{one} to {other}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{planned} planned of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{used} in use, {free} free of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{words}; what others hold is {unknown}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>library</name>
    <message>
        <source>A part is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A part is missing of {all}: put {first} beside the others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Family</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fits if context {tokens}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fits with less context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder not read</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Folders in it may not be read: {names} and {n} more.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Folders in it may not be read: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In watched folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It could not be read ({kind}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lacks {lack}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking through the folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model is under &quot;{chip}&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No models in the watched folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No models yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No row is selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not supported: {problem}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing found for &quot;{words}&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing found for &quot;{words}&quot; under &quot;{chip}&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On these devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open file...	Ctrl+O</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pick a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pick a model, a .gguf file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put .gguf files there and press F5, or watch another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Put back {n} removed</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Quant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantisation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the header</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove from list	Del</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset to defaults</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Search all {n} models...</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Search keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select one to see what it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split mode, context, threads, sampling and system prompt of this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop watching {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This folder is gone. Bring back its disk, or stop watching it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This folder may not be read. Change its permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To try Tandem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use this model	Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch a folder to see the models in it, or drop a .gguf here. No file is moved or copied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch {folder} again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watched folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a .gguf file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all cores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cache · {models}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not watched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {all}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{done} of {n}&#xa0;files</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{name} could not be read ({kind}). Pick another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} parts are missing of {all}: put {first} and {more} more beside the others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;layers</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;models</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;values: {first}</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{shown} of {all}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{shown} of {n}&#xa0;models</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{size} download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} to fetch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} is off the list. The file stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{where} · {n} parts</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>live</name>
    <message>
        <source>Busy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generation speed over the last 60 seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generation {speed}&#xa0;tok/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 60 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory of {name}: {held}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is reported of these cards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Power</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processor {part} busy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt {speed}&#xa0;tok/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ranks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why: show the Hardware page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share {part}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {of} read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{memory} in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} {seconds}&#xa0;s ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, 0 to {most}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, last run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: {number} tokens per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part} busy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part} of what these cards could do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part} of what this card could do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{step}&#xa0;ms a token: {summing} adding up, {waiting} waiting</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source> tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adds Tandem to this desktop&apos;s menu, and opens .gguf files with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alt+Down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chats and measurements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context length of new models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Up, Ctrl+Down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Z</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each model then keeps its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F2, Ctrl+D, Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From message to message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is picked, not loaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left of the conversation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left, Right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>List of chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lists</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live panel beside the chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logs and reports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longer takes more memory on every card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the line between two cards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next or previous control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On this system an installer does that. Files can be dropped on the window, or given as an argument.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open .gguf files with Tandem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder of chats and measurements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder of logs and reports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder of settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pick the last model at the start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename, pin, delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset {name} to {default}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs GGUF language models on all the GPUs of this computer, and shows which split mode is fastest on them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of letters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed and cards, now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split mode of new models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split selector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start and new models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System follows the desktop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take a deletion back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tandem comes under the Apache License 2.0. It is used with the software below, under their own licences.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tandem has no account and sends nothing. It uses the network only for what you ask it to fetch: a model, or the starter model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tandem is in this desktop&apos;s menu and opens .gguf files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model&apos;s own, at most {number} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{least} to {most}%, also with Ctrl++ and Ctrl+-.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{program} did not answer. The files are there; the desktop may notice them later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} Default: {default}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>shell</name>
    <message>
        <source>A comparison is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Tandem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask {name} something</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attach text files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chats and settings are kept on disk. You can go on; if the window behaves oddly, restart it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a split above and press Load.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare the split modes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing: {mode}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the last reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the report on the hardware</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleted chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export all chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetching the starter model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetching {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a model in the library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find on this page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fits on {devices}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GGUF models (*.gguf);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It holds no vocabulary.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its results grow on the Compare page. You can chat when it has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger letters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Letters as they were made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load, reload, cancel or unload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loaded in {mode} mode on {devices}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loaded on {devices}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loaded on {devices}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for devices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Narrower list of chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not supported: {lack}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing found for &quot;{letters}&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a .gguf file, drop one here, or fetch a small one to see how Tandem works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a model file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open another file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the log folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pick a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pick a model to start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pick {model}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit Tandem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading its header.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reload in {mode}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scan the watched folders again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See what makes it fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the list of chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the live panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the split plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smaller letters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong in the window ({kind}). {kept}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split mode: {mode}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tandem cannot open its window ({kind}). {kept} Chats and settings are not touched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tandem ended unexpectedly the last time. Chats and settings are kept; the details say where it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tandem is running already and does not answer. Close its window first, or end its process.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tandem: something went wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report could not be written: the disk may be full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report is kept in {where}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings cannot be saved in {folder}: {reason}. Free some space.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model cannot chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try {name} ({size})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What should happen?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wider list of chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} does not fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}. Choose another folder with --profile.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>split</name>
    <message>
        <source> tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>% share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add the processor (slow)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked {asked}, rounded to {got}. {rounding}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto picks {mode}. {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic shares</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bars show {kinds}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU threads of all ranks together</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>CPU threads of all ranks together; this computer has {n}&#xa0;cores</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context {tokens}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to share. {rounding}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag, or use the arrow keys. A double click resets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV head {which}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV heads {which}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV {kinds}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV {one} and {other}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer: devices take whole layers, one after another</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line between {before} and {after}: {at} of the model lie before it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MLP channel {which}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MLP channels {which}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mixed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None: one device holds the whole model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preparing kernels, {done} of {all}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preparing the workers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prove it: Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rounds to 1 layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rounds to whole heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share {parts}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed by split mode.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting a worker per device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor in {stages} groups: each shares its layers, and they follow one another</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor: devices share every layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model was made for {context} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trying how the cards talk to each other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use {name} too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What each rank holds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With this the model fits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {speed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>auto</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>comparing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in a row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layer {which}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layers {which}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>measured {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no KV heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no MLP channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no query heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no vocabulary rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not loaded yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other programs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other ranks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>picks one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>predicted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prompt {speed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>query head {which}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>query heads {which}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vocabulary row {which}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vocabulary rows {which}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{mode} mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{mode}, context {tokens}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} held a part of this model and is not there any more. The other devices take its part.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} held {part} of this model and is not there any more. The other devices take its part.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{name}, {n}&#xa0;layers on {devices}</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;cards</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;more notes like it.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;ranks</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{prompt} tok/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{some} and {last}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{speed}&#xa0;tok/s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>telemetry</name>
    <message>
        <source>It is set aside for virtual machines.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It runs on the nouveau driver. Install NVIDIA&apos;s own driver to use it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NVIDIA&apos;s driver does not answer ({error}). Restart the computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NVIDIA&apos;s driver is not loaded. Install it, or restart the computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NVIDIA&apos;s driver was updated and its parts do not match. Restart the computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No driver is loaded for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PCIe across two processors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PCIe through the CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PCIe within one processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The driver has lost this card. Check its power plugs and its seat, and restart the computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>chipset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>heat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its power limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one PCIe switch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one board</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>several PCIe switches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>switched off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the board&apos;s limits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the hardware&apos;s protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the power supply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>voltage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{maker} graphics</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>widgets</name>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to another width. A double click resets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not reported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{amount} of {whole}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{minutes}&#xa0;min left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number}%</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number}&#xa0;bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds}&#xa0;s left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size}/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{speed}&#xa0;tok/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{words} Ctrl+Z takes it back.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
