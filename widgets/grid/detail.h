// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/column.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;
class QLabel;

namespace loadline {

// One piece of a detail pane, as data. A pane shows a list of sections, each with a title and pieces; equal sections
// are not touched again, so that a live pane does not flicker or lose a text selection.
struct DetailLine {
    QString text; // may use <b>
    Tone tone = Tone::Normal;
    QString tip;
    bool operator==(const DetailLine&) const = default;
};
struct DetailPair { // a name and its value, in two columns
    QString name;
    QString value;
    Tone tone = Tone::Normal;
    QString tip;
    bool operator==(const DetailPair&) const = default;
};
struct DetailCondition { // a dot (filled: true, ring: false, half: unknown), a word, why and since when
    enum class State { True, False, Unknown } state = State::Unknown;
    QString type; // "AbleToScale"
    QString note; // "ReadyForNewScale, 3 d"
    Tone tone = Tone::Idle; // what the state means: a ScalingLimited that is true is no good news
    QString tip; // the message
    bool operator==(const DetailCondition&) const = default;
};
struct DetailChips {
    std::vector<Chip> chips;
    bool operator==(const DetailChips&) const = default;
};
struct DetailLink { // activated(id)
    QString text;
    QString id;
    bool operator==(const DetailLink&) const = default;
};
struct DetailSection {
    QString title;
    std::vector<DetailLine> lines;
    std::vector<DetailPair> pairs;
    std::vector<DetailCondition> conditions;
    std::vector<DetailChips> chips;
    std::vector<DetailLink> links;
    bool operator==(const DetailSection&) const = default;
};

// The pane beside the chart that explains: why, behaviour in force, conditions, money. Scrolls by itself.
class DetailPane : public QWidget {
    Q_OBJECT
public:
    explicit DetailPane(QWidget* parent = nullptr);
    void setSections(const std::vector<DetailSection>& sections);
    [[nodiscard]] const std::vector<DetailSection>& sections() const { return sections_; }
    [[nodiscard]] QString text() const; // everything it says, for copying and screen readers

Q_SIGNALS:
    void linkActivated(const QString& id);

private:
    QWidget* sectionWidget(const DetailSection& section, bool first);
    std::vector<DetailSection> sections_;
    std::vector<QWidget*> widgets_;
    QVBoxLayout* column_;
};

} // namespace loadline
