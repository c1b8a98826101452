// SPDX-License-Identifier: GPL-3.0-or-later
#include "grid/detail_pieces.h"

#include "grid/cell_paint.h"
#include "theme/measure.h"
#include "theme/tone.h"

#include <QCoreApplication>
#include <QPainter>
#include <QTextDocumentFragment>

namespace loadline {

QString conditionWord(DetailCondition::State state)
{
    switch (state) {
    case DetailCondition::State::True:
        return QCoreApplication::translate("Condition", "true");
    case DetailCondition::State::False:
        return QCoreApplication::translate("Condition", "false");
    case DetailCondition::State::Unknown:
        break;
    }
    return QCoreApplication::translate("Condition", "unknown");
}

QString conditionNote(const DetailCondition& condition)
{
    const QString word = conditionWord(condition.state);
    return condition.note.isEmpty() ? word : word + QStringLiteral(", ") + condition.note;
}

QString plainWords(const QString& rich) { return QTextDocumentFragment::fromHtml(rich).toPlainText(); }

Hairline::Hairline(QWidget* parent)
    : QWidget(parent)
{
    setFixedHeight(1);
}

void Hairline::paintEvent(QPaintEvent*) { QPainter(this).fillRect(rect(), shadesOf(palette()).line); }

ConditionDot::ConditionDot(const DetailCondition& condition, QWidget* parent)
    : QWidget(parent)
    , state_(condition.state)
    , tone_(condition.tone)
{
    setFixedSize(scaled(12, font()), QFontMetrics(font()).height());
    setAccessibleName(conditionWord(state_));
}

void ConditionDot::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = shadesOf(palette()).of(tone_);
    const double radius = width() * 0.36;
    const QPointF centre = QRectF(rect()).center();
    const QRectF disc(centre - QPointF(radius, radius), QSizeF(2 * radius, 2 * radius));
    painter.setPen(QPen(colour, 1.5));
    painter.setBrush(state_ == DetailCondition::State::True ? QBrush(colour) : QBrush(Qt::NoBrush));
    painter.drawEllipse(disc);
    if (state_ == DetailCondition::State::Unknown) {
        painter.setBrush(colour);
        painter.drawPie(disc, 90 * 16, 180 * 16);
    }
}

ChipFlow::ChipFlow(std::vector<Chip> chips, QWidget* parent)
    : QWidget(parent)
    , chips_(std::move(chips))
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    QStringList words;
    for (const Chip& chip : chips_)
        words << QStringLiteral("%1 %2").arg(chip.label, chip.value).trimmed();
    setAccessibleName(words.join(QStringLiteral("; ")));
    setToolTip(words.join(QLatin1Char('\n')));
}

std::vector<std::vector<Chip>> ChipFlow::linesFor(int width) const
{
    std::vector<std::vector<Chip>> lines;
    for (const Chip& chip : chips_) {
        if (!lines.empty()) {
            lines.back().push_back(chip);
            if (chipsWidth(font(), lines.back()) <= width)
                continue;
            lines.back().pop_back();
        }
        lines.push_back({chip});
    }
    return lines;
}

int ChipFlow::heightForWidth(int width) const { return static_cast<int>(linesFor(width).size()) * scaled(24, font()); }

QSize ChipFlow::sizeHint() const { return {scaled(200, font()), heightForWidth(std::max(width(), scaled(200, font())))}; }

QSize ChipFlow::minimumSizeHint() const { return {scaled(60, font()), scaled(24, font())}; }

void ChipFlow::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const CellPaint on {painter, palette(), shadesOf(palette()).surface, font()};
    const double height = scaled(24, font());
    double y = 0;
    for (const auto& line : linesFor(width())) {
        paintChips(on, QRectF(0, y, width(), height), line);
        y += height;
    }
}

} // namespace loadline
