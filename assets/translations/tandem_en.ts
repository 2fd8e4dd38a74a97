<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
<context>
    <name>chat</name>
    <message numerus="yes">
        <source>Context {context} tokens, {n}&#xa0;threads per rank</source>
        <translation>
            <numerusform>Context {context} tokens, {n}&#xa0;thread per rank</numerusform>
            <numerusform>Context {context} tokens, {n}&#xa0;threads per rank</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>kept for {n}&#xa0;more days</source>
        <translation>
            <numerusform>kept for {n}&#xa0;more day</numerusform>
            <numerusform>kept for {n}&#xa0;more days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name}, {n} lines</source>
        <translation>
            <numerusform>{name}, {n} line</numerusform>
            <numerusform>{name}, {n} lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} chats are deleted.</source>
        <translation>
            <numerusform>{n} chat is deleted.</numerusform>
            <numerusform>{n} chats are deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} chats of {path} are here already.</source>
        <translation>
            <numerusform>{n} chat of {path} is here already.</numerusform>
            <numerusform>{n} chats of {path} are here already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} chats of {path} are imported.</source>
        <translation>
            <numerusform>{n} chat of {path} is imported.</numerusform>
            <numerusform>{n} chats of {path} are imported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;prompts queued</source>
        <translation>
            <numerusform>{n}&#xa0;prompt queued</numerusform>
            <numerusform>{n}&#xa0;prompts queued</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;queued prompts: {waits}</source>
        <translation>
            <numerusform>{n}&#xa0;queued prompt: {waits}</numerusform>
            <numerusform>{n}&#xa0;queued prompts: {waits}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;tokens</source>
        <translation>
            <numerusform>{n}&#xa0;token</numerusform>
            <numerusform>{n}&#xa0;tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{used}: the first {n}&#xa0;messages will be left out, from “{first}” on</source>
        <translation>
            <numerusform>{used}: the first {n}&#xa0;message will be left out, from “{first}” on</numerusform>
            <numerusform>{used}: the first {n}&#xa0;messages will be left out, from “{first}” on</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>compare</name>
    <message numerus="yes">
        <source>Ended after {done} of {n}&#xa0;blocks. What was measured stays.</source>
        <translation>
            <numerusform>Ended after {done} of {n}&#xa0;block. What was measured stays.</numerusform>
            <numerusform>Ended after {done} of {n}&#xa0;blocks. What was measured stays.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Finished: {n}&#xa0;blocks measured.</source>
        <translation>
            <numerusform>Finished: {n}&#xa0;block measured.</numerusform>
            <numerusform>Finished: {n}&#xa0;blocks measured.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped after {done} of {n}&#xa0;blocks. What was measured stays.</source>
        <translation>
            <numerusform>Stopped after {done} of {n}&#xa0;block. What was measured stays.</numerusform>
            <numerusform>Stopped after {done} of {n}&#xa0;blocks. What was measured stays.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>one prompt, at most {n}&#xa0;tokens</source>
        <translation>
            <numerusform>one prompt, at most {n}&#xa0;token</numerusform>
            <numerusform>one prompt, at most {n}&#xa0;tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;loads per mode</source>
        <translation>
            <numerusform>{n}&#xa0;load per mode</numerusform>
            <numerusform>{n}&#xa0;loads per mode</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;ranks</source>
        <translation>
            <numerusform>{n}&#xa0;rank</numerusform>
            <numerusform>{n}&#xa0;ranks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;repetitions</source>
        <translation>
            <numerusform>{n}&#xa0;repetition</numerusform>
            <numerusform>{n}&#xa0;repetitions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{speed} tokens per second, give or take {half}, over {n} loads</source>
        <translation>
            <numerusform>{speed} tokens per second, give or take {half}, over {n} load</numerusform>
            <numerusform>{speed} tokens per second, give or take {half}, over {n} loads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{speed} tokens per second, over {n} loads</source>
        <translation>
            <numerusform>{speed} tokens per second, over {n} load</numerusform>
            <numerusform>{speed} tokens per second, over {n} loads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>download</name>
    <message numerus="yes">
        <source>{name} offers {n}&#xa0;model files.</source>
        <translation>
            <numerusform>{name} offers {n}&#xa0;model file.</numerusform>
            <numerusform>{name} offers {n}&#xa0;model files.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name} · {n} parts</source>
        <translation>
            <numerusform>{name} · {n} part</numerusform>
            <numerusform>{name} · {n} parts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hardware</name>
    <message numerus="yes">
        <source>NVLink, {n}&#xa0;lanes</source>
        <translation>
            <numerusform>NVLink, {n}&#xa0;lane</numerusform>
            <numerusform>NVLink, {n}&#xa0;lanes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{devices} do the work</source>
        <translation>
            <numerusform>{devices} does the work</numerusform>
            <numerusform>{devices} do the work</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} do not count</source>
        <translation>
            <numerusform>{n} does not count</numerusform>
            <numerusform>{n} do not count</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} do not take part</source>
        <translation>
            <numerusform>{n} does not take part</numerusform>
            <numerusform>{n} do not take part</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;CPU ranks</source>
        <translation>
            <numerusform>{n}&#xa0;CPU rank</numerusform>
            <numerusform>{n}&#xa0;CPU ranks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;cards</source>
        <translation>
            <numerusform>{n}&#xa0;card</numerusform>
            <numerusform>{n}&#xa0;cards</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>library</name>
    <message numerus="yes">
        <source>Folders in it may not be read: {names} and {n} more.</source>
        <translation>
            <numerusform>Folders in it may not be read: {names} and {n} more.</numerusform>
            <numerusform>Folders in it may not be read: {names} and {n} more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Put back {n} removed</source>
        <translation>
            <numerusform>Put back {n} removed</numerusform>
            <numerusform>Put back {n} removed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Search all {n} models...</source>
        <translation>
            <numerusform>Search all {n} model...</numerusform>
            <numerusform>Search all {n} models...</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{done} of {n}&#xa0;files</source>
        <translation>
            <numerusform>{done} of {n}&#xa0;file</numerusform>
            <numerusform>{done} of {n}&#xa0;files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;layers</source>
        <translation>
            <numerusform>{n}&#xa0;layer</numerusform>
            <numerusform>{n}&#xa0;layers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;models</source>
        <translation>
            <numerusform>{n}&#xa0;model</numerusform>
            <numerusform>{n}&#xa0;models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;values: {first}</source>
        <translation>
            <numerusform>{n}&#xa0;value: {first}</numerusform>
            <numerusform>{n}&#xa0;values: {first}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{shown} of {n}&#xa0;models</source>
        <translation>
            <numerusform>{shown} of {n}&#xa0;model</numerusform>
            <numerusform>{shown} of {n}&#xa0;models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{where} · {n} parts</source>
        <translation>
            <numerusform>{where} · {n} part</numerusform>
            <numerusform>{where} · {n} parts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>shell</name>
    <message numerus="yes">
        <source>{n} models were dropped, and only {name} is picked. Drop their folder to list all of them.</source>
        <translation>
            <numerusform>{n} model was dropped, and only {name} is picked. Drop its folder to list all of it.</numerusform>
            <numerusform>{n} models were dropped, and only {name} is picked. Drop their folder to list all of them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>split</name>
    <message numerus="yes">
        <source>CPU threads of all ranks together; this computer has {n}&#xa0;cores</source>
        <translation>
            <numerusform>CPU threads of all ranks together; this computer has {n}&#xa0;core</numerusform>
            <numerusform>CPU threads of all ranks together; this computer has {n}&#xa0;cores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name}, {n}&#xa0;layers on {devices}</source>
        <translation>
            <numerusform>{name}, {n}&#xa0;layer on {devices}</numerusform>
            <numerusform>{name}, {n}&#xa0;layers on {devices}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;cards</source>
        <translation>
            <numerusform>{n}&#xa0;card</numerusform>
            <numerusform>{n}&#xa0;cards</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;more notes like it.</source>
        <translation>
            <numerusform>{n}&#xa0;more note like it.</numerusform>
            <numerusform>{n}&#xa0;more notes like it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}&#xa0;ranks</source>
        <translation>
            <numerusform>{n}&#xa0;rank</numerusform>
            <numerusform>{n}&#xa0;ranks</numerusform>
        </translation>
    </message>
</context>
</TS>
