<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Cost</name>
    <message numerus="yes">
        <source>%1 (%n node(s))</source>
        <translation>
            <numerusform>%1 (%n node)</numerusform>
            <numerusform>%1 (%n nodes)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CostPage</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pod(s) run on machines without a price and are not counted.</source>
        <translation>
            <numerusform>%n pod run on machines without a price and are not counted.</numerusform>
            <numerusform>%n pods run on machines without a price and are not counted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pod(s) wait for a node and cost nothing yet.</source>
        <translation>
            <numerusform>%n pod wait for a node and cost nothing yet.</numerusform>
            <numerusform>%n pods wait for a node and cost nothing yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>loadline::CostPage</name>
    <message numerus="yes">
        <source>%n d</source>
        <comment>days</comment>
        <translation>
            <numerusform>%n d</numerusform>
            <numerusform>%n d</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>a month, right-sizing %n workload(s)</source>
        <translation>
            <numerusform>a month, right-sizing %n workload</numerusform>
            <numerusform>a month, right-sizing %n workloads</numerusform>
        </translation>
    </message>
</context>
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
