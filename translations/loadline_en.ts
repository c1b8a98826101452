<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>loadline::Exporter</name>
    <message numerus="yes">
        <source>%n row(s) copied as text.</source>
        <translation>
            <numerusform>%n row copied as text.</numerusform>
            <numerusform>%n rows copied as text.</numerusform>
        </translation>
    </message>
</context>
</TS>
