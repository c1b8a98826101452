<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Cost</name>
    <message numerus="yes">
        <source>%1 (%n node(s))</source>
        <translation>
            <numerusform>%1 (%n node)</numerusform>
            <numerusform>%1 (%n nodes)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n load balancer(s) at %1 an hour</source>
        <translation>
            <numerusform>%n load balancer at %1 an hour</numerusform>
            <numerusform>%n load balancers at %1 an hour</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>What right-sizing could save is not known of %n VPA(s).</source>
        <translation>
            <numerusform>What right-sizing could save is not known of %n VPA.</numerusform>
            <numerusform>What right-sizing could save is not known of %n VPAs.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Right-sizing could save %1 a month: the requests of %n workload(s) lowered to the targets of their VPAs, at the replicas of the window.</source>
        <translation>
            <numerusform>Right-sizing could save %1 a month: the requests of %n workload lowered to the targets of their VPAs, at the replicas of the window.</numerusform>
            <numerusform>Right-sizing could save %1 a month: the requests of %n workloads lowered to the targets of their VPAs, at the replicas of the window.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Schedules could save %1 a month: %n workload(s) of %3 that nothing scales to zero, asleep outside %2.</source>
        <translation>
            <numerusform>Schedules could save %1 a month: %n workload of %3 that nothing scales to zero, asleep outside %2.</numerusform>
            <numerusform>Schedules could save %1 a month: %n workloads of %3 that nothing scales to zero, asleep outside %2.</numerusform>
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
        <source>%n pod(s) wait for a node and cost nothing yet.</source>
        <translation>
            <numerusform>%n pod wait for a node and cost nothing yet.</numerusform>
            <numerusform>%n pods wait for a node and cost nothing yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>%n node</numerusform>
            <numerusform>%n nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n old</source>
        <translation>
            <numerusform>%n old</numerusform>
            <numerusform>%n old</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pod(s) on machines that have no price or are not listed: not counted.</source>
        <translation>
            <numerusform>%n pod on machines that have no price or are not listed: not counted.</numerusform>
            <numerusform>%n pods on machines that have no price or are not listed: not counted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Decisions</name>
    <message numerus="yes">
        <source>%n job(s) started</source>
        <translation>
            <numerusform>%n job started</numerusform>
            <numerusform>%n jobs started</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FormOffers</name>
    <message numerus="yes">
        <source>It runs %n pod(s) now</source>
        <translation>
            <numerusform>It runs %n pod now</numerusform>
            <numerusform>It runs %n pods now</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutsidePlans</name>
    <message numerus="yes">
        <source>%n series: an autoscaler reads one number only</source>
        <translation>
            <numerusform>%n series: an autoscaler reads one number only</numerusform>
            <numerusform>%n series: an autoscaler reads one number only</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShownTrials</name>
    <message numerus="yes">
        <source>%n field(s) will be taken over from their owners, as you decided.</source>
        <translation>
            <numerusform>%n field will be taken over from its owner, as you decided.</numerusform>
            <numerusform>%n fields will be taken over from their owners, as you decided.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>loadline::ActionDesk</name>
    <message numerus="yes">
        <source>Undone: %n object(s) in %1 are as they were.</source>
        <translation>
            <numerusform>Undone: %n object in %1 are as they were.</numerusform>
            <numerusform>Undone: %n objects in %1 are as they were.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>loadline::ActionForm</name>
    <message numerus="yes">
        <source>for %n minute(s)</source>
        <translation>
            <numerusform>for %n minute</numerusform>
            <numerusform>for %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>for %n hour(s)</source>
        <translation>
            <numerusform>for %n hour</numerusform>
            <numerusform>for %n hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>loadline::ApplyPanel</name>
    <message numerus="yes">
        <source>Put back %n object(s) in %1, %2</source>
        <translation>
            <numerusform>Put back %n object in %1, %2</numerusform>
            <numerusform>Put back %n objects in %1, %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n object(s) in %1, %2</source>
        <translation>
            <numerusform>Delete %n object in %1, %2</numerusform>
            <numerusform>Delete %n objects in %1, %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n object(s) and write %1 in %2, %3</source>
        <translation>
            <numerusform>Delete %n object and write %1 in %2, %3</numerusform>
            <numerusform>Delete %n objects and write %1 in %2, %3</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>loadline::BaselineEditor</name>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>%n node</numerusform>
            <numerusform>%n nodes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>loadline::ChangesPage</name>
    <message numerus="yes">
        <source>Undo %n selected change(s) …</source>
        <translation>
            <numerusform>Undo %n selected change …</numerusform>
            <numerusform>Undo %n selected changes …</numerusform>
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
<context>
    <name>loadline::FormView</name>
    <message numerus="yes">
        <source>%n more setting(s)</source>
        <translation>
            <numerusform>%n more setting</numerusform>
            <numerusform>%n more settings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>loadline::OwnPricesEditor</name>
    <message numerus="yes">
        <source>%n row(s) are not used yet</source>
        <translation>
            <numerusform>%n row is not used yet</numerusform>
            <numerusform>%n rows are not used yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) read</source>
        <translation>
            <numerusform>%n row read</numerusform>
            <numerusform>%n rows read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n refused</numerusform>
            <numerusform>%n refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them only want confirming</source>
        <translation>
            <numerusform>%n of them only wants confirming</numerusform>
            <numerusform>%n of them only want confirming</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n node(s) have no price from anywhere.</source>
        <translation>
            <numerusform>%n node has no price from anywhere.</numerusform>
            <numerusform>%n nodes have no price from anywhere.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>loadline::PoolsPage</name>
    <message numerus="yes">
        <source>Can the %n selected node(s) go together?</source>
        <translation>
            <numerusform>Can the %n selected node go together?</numerusform>
            <numerusform>Can the %n selected nodes go together?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>loadline::TrialCard</name>
    <message numerus="yes">
        <source>%n field(s) would change</source>
        <translation>
            <numerusform>%n field would change</numerusform>
            <numerusform>%n fields would change</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take over %n field(s)</source>
        <translation>
            <numerusform>Take over %n field</numerusform>
            <numerusform>Take over %n fields</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>loadline::TypesEditor</name>
    <message numerus="yes">
        <source>%n pod(s)</source>
        <translation>
            <numerusform>%n pod</numerusform>
            <numerusform>%n pods</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>loadline::WhatIfPage</name>
    <message numerus="yes">
        <source>The last %n day(s) of history</source>
        <translation>
            <numerusform>The last %n day of history</numerusform>
            <numerusform>The last %n days of history</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>loadline::WizardDesk</name>
    <message numerus="yes">
        <source>%n object(s) applied to %1.</source>
        <translation>
            <numerusform>%n object applied to %1.</numerusform>
            <numerusform>%n objects applied to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) copied as one stream.</source>
        <translation>
            <numerusform>%n file copied as one stream.</numerusform>
            <numerusform>%n files copied as one stream.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) written to %1.</source>
        <translation>
            <numerusform>%n file written to %1.</numerusform>
            <numerusform>%n files written to %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>loadline::WizardPage</name>
    <message numerus="yes">
        <source>%n document(s) of %1 cannot be read: what is wrong stands beside the text.</source>
        <translation>
            <numerusform>%n document of %1 cannot be read: what is wrong stands beside the text.</numerusform>
            <numerusform>%n documents of %1 cannot be read: what is wrong stands beside the text.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Over the last week it ran %n pod(s) all the time.</source>
        <translation>
            <numerusform>Over the last week it ran %n pod all the time.</numerusform>
            <numerusform>Over the last week it ran %n pods all the time.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 holds %n manifest(s): more than can be edited at once.</source>
        <translation>
            <numerusform>%1 holds %n manifest: more than can be edited at once.</numerusform>
            <numerusform>%1 holds %n manifests: more than can be edited at once.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its manifests join the %n written so far.</source>
        <translation>
            <numerusform>Its manifests join the %n written so far.</numerusform>
            <numerusform>Its manifests join the %n written so far.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>loadline::WizardReview</name>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
</context>
</TS>
