// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "grid/detail.h"

#include <QWidget>

namespace loadline {

QString conditionWord(DetailCondition::State state); // "true", "false", "unknown"
QString conditionNote(const DetailCondition& condition); // "true, ReadyForNewScale, 3 d"
QString plainWords(const QString& rich); // without its tags

// A line of one pixel in the line's colour.
class Hairline : public QWidget {
    Q_OBJECT
public:
    explicit Hairline(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

// Filled: true. Ring: false. Half: unknown. So that the shape tells what the colour tells.
class ConditionDot : public QWidget {
    Q_OBJECT
public:
    explicit ConditionDot(const DetailCondition& condition, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    DetailCondition::State state_;
    Tone tone_;
};

// Chips that break into as many lines as they need.
class ChipFlow : public QWidget {
    Q_OBJECT
public:
    explicit ChipFlow(std::vector<Chip> chips, QWidget* parent = nullptr);
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] std::vector<std::vector<Chip>> linesFor(int width) const;
    std::vector<Chip> chips_;
};

} // namespace loadline
