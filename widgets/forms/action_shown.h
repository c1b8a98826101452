// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/document.h"
#include "tables/column.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <string>
#include <vector>

namespace loadline {

// Changes that need no wizard: a row is chosen, a few questions are answered, the review follows.
enum class QuickAction { Pause, Resume, Bounds, Recommendation, Scale, Fix, Silence, Undo };

// What a page wants done. `object` is what is changed, but for Recommendation: there it is the VPA.
struct ActionWish {
    QuickAction action = QuickAction::Pause;
    std::string cluster;
    ManifestRef object;
    std::string container; // Recommendation: the chosen one; "" all
    std::vector<std::int64_t> entries {}; // Undo: of the journal, all of this cluster
    bool operator==(const ActionWish&) const = default;
};

struct ActionNote { // "The pods restart."
    QString text;
    Tone tone = Tone::Muted;
    bool operator==(const ActionNote&) const = default;
};

struct MovedShown { // a field of the three-way view
    QString field, before, written, now;
    bool operator==(const MovedShown&) const = default;
};

struct OfferedContainer {
    QString name, target; // "app", "cpu 203m, memory 283Mi"
    bool chosen = true;
    bool operator==(const OfferedContainer&) const = default;
};

// What ActionPanel asks: made from the live object.
struct ActionShown {
    QuickAction action = QuickAction::Pause;
    QString title; // "Pause"
    QString object; // "ScaledObject shop/orders"
    std::vector<ActionNote> notes;
    QString problem, hint; // why it cannot be done: stands in place of the questions
    bool reading = true; // the live object is on its way
    bool onlyFully = false; // Pause of a ScaledJob: no other way
    int min = 0, max = 0, replicas = 0; // as they are now
    std::vector<OfferedContainer> containers;
    std::vector<MovedShown> moved; // Undo: the object moved on since
    bool operator==(const ActionShown&) const = default;
};

// What the user answered.
struct ActionAnswer {
    enum class Way { Fully, AtReplicas, ScaleIn, ScaleOut } way = Way::Fully;
    int replicas = 0; // of Pause at a number, and of Scale
    int minutes = 0; // Pause: 0 until it is resumed
    int min = 0, max = 0;
    QStringList containers; // Recommendation
    QString reason; // for the journal; of Silence: the annotation
    bool operator==(const ActionAnswer&) const = default;
};

} // namespace loadline
