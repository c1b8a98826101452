// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/time_chart.h"

#include "charts/chart_frame.h"
#include "charts/crosshair.h"
#include "charts/line_shape.h"
#include "theme/measure.h"
#include "theme/tone.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QTimer>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace loadline {

namespace {

    constexpr Millis shortest = std::chrono::minutes(2);
    constexpr Millis longest = std::chrono::hours(24 * 366);
    constexpr double eventReach = 5; // pixels

} // namespace

struct TimeChart::View {
    ChartContent content;
    TimeRange shown {}; // while the user moves it; else the content's
    bool moved = false; // by the user, since the last content
    bool held = false; // the plot is being dragged
    QPointF pressed;
    TimeRange pressedRange {};
    std::optional<Reading> reading;
    ChartFrame frame;
    QPixmap plot; // everything but the crosshair, as it stands
    bool stale = true; // plot has to be drawn anew
    QTimer say; // zooming is over once the wheel rests
};

TimeChart::TimeChart(QWidget* parent)
    : QWidget(parent)
    , view_(std::make_unique<View>())
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    view_->say.setSingleShot(true);
    view_->say.setInterval(180);
    connect(&view_->say, &QTimer::timeout, this, [this] { Q_EMIT rangeChosen(view_->shown); });
}

TimeChart::~TimeChart() = default;

QSize TimeChart::sizeHint() const { return {scaled(560, font()), scaled(210, font())}; }
QSize TimeChart::minimumSizeHint() const { return {scaled(220, font()), scaled(120, font())}; }

void TimeChart::setContent(ChartContent content)
{
    view_->content = std::move(content);
    if (!view_->held && !view_->say.isActive()) {
        view_->shown = view_->content.range;
        view_->moved = false;
    }
    if (view_->reading)
        readAt(view_->reading->at, Millis(0));
    describe();
    redraw();
}

const ChartContent& TimeChart::content() const { return view_->content; }
TimeRange TimeChart::shownRange() const { return view_->shown; }
QRectF TimeChart::plotRect() const { return view_->frame.places().plot; }

QString TimeChart::reading() const
{
    return view_->reading ? readingText(view_->content, view_->shown, *view_->reading) : QString();
}

void TimeChart::describe()
{
    const ChartContent& content = view_->content;
    const QString name = content.subtitle.isEmpty() ? content.title : content.title + QLatin1Char(' ') + content.subtitle;
    setAccessibleName(name.trimmed().isEmpty() ? tr("Chart") : name.trimmed());
    if (!content.message.isEmpty()) {
        setAccessibleDescription(content.message);
        return;
    }
    QStringList parts;
    for (const CaptionEntry& entry : captionEntries(content, view_->shown, palette()))
        parts << entry.text;
    if (!content.source.isEmpty())
        parts << content.source;
    setAccessibleDescription(view_->reading ? reading() : parts.join(QStringLiteral(", ")));
}

void TimeChart::redraw()
{
    view_->stale = true;
    update();
}

QImage TimeChart::picture(double scale) const
{
    const double ratio = std::clamp(scale, 0.25, 16.0);
    constexpr double margin = cardPadding;
    const QSizeF inside = QSizeF(size()).expandedTo(QSizeF(minimumSizeHint()));
    const QSizeF whole = inside + QSizeF(2 * margin, 2 * margin);
    QImage image((whole * ratio).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio);
    image.fill(shadesOf(palette()).surface);
    ChartFrame frame;
    frame.prepare(view_->content, view_->shown, view_->content.live && !view_->moved, inside, ratio, palette(), font());
    QPainter painter(&image);
    painter.translate(margin, margin);
    frame.paint(painter);
    return image;
}

void TimeChart::paintEvent(QPaintEvent*)
{
    View& view = *view_;
    const double ratio = devicePixelRatioF();
    const QSize pixels = (QSizeF(size()) * ratio).toSize();
    if (view.stale || view.plot.size() != pixels || view.plot.devicePixelRatio() != ratio) {
        view.frame.prepare(view.content, view.shown, view.content.live && !view.moved, size(), ratio, palette(), font());
        view.plot = QPixmap(pixels);
        view.plot.setDevicePixelRatio(ratio);
        view.plot.fill(Qt::transparent);
        QPainter painter(&view.plot);
        view.frame.paint(painter);
        view.stale = false;
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, view.plot);
    if (view.reading && view.content.message.isEmpty() && !view.held)
        paintCrosshair(painter, view.frame, view.content, *view.reading, palette(), font());
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(shadesOf(palette()).accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

void TimeChart::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    redraw();
}

void TimeChart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    const auto type = event->type();
    if (type == QEvent::PaletteChange || type == QEvent::FontChange || type == QEvent::StyleChange)
        redraw();
}

void TimeChart::readAt(std::optional<TimePoint> at, Millis reach)
{
    auto reading = at ? readingAt(view_->content, view_->shown, *at, reach) : std::nullopt;
    if (reading == view_->reading)
        return;
    view_->reading = std::move(reading);
    describe();
    update();
}

void TimeChart::showRange(TimeRange range, bool chosen)
{
    const Millis length = std::clamp(range.length(), shortest, longest);
    if (length != range.length())
        range.from = range.to - length;
    // Nothing is known of what comes after now.
    if (const TimePoint now = view_->content.range.to; view_->content.live && range.to > now)
        range = {now - length, now};
    if (range == view_->shown)
        return;
    view_->shown = range;
    view_->moved = true;
    if (chosen)
        view_->say.start();
    describe();
    redraw();
}

void TimeChart::zoom(double factor, double atX)
{
    const TimeRange range = view_->shown;
    const QRectF plot = plotRect();
    const double share = plot.width() > 0 ? std::clamp((atX - plot.left()) / plot.width(), 0.0, 1.0) : 1.0;
    const double length = std::clamp(double(range.length().count()) * factor, double(shortest.count()), double(longest.count()));
    const double pivot = double(range.length().count()) * share;
    const auto from = range.from + Millis(static_cast<Millis::rep>(pivot - length * share));
    showRange({from, from + Millis(static_cast<Millis::rep>(length))}, true);
}

void TimeChart::pan(Millis by) { showRange({view_->shown.from + by, view_->shown.to + by}, true); }

void TimeChart::reset()
{
    view_->say.stop();
    view_->moved = false;
    view_->shown = view_->content.range;
    redraw();
    Q_EMIT rangeReset();
}

void TimeChart::wheelEvent(QWheelEvent* event)
{
    const QPointF turn = event->angleDelta();
    if (std::abs(turn.x()) > std::abs(turn.y()))
        pan(Millis(static_cast<Millis::rep>(-turn.x() / 120.0 * 0.1 * double(view_->shown.length().count()))));
    else if (turn.y() != 0)
        zoom(std::pow(0.8, turn.y() / 120.0), event->position().x());
    event->accept();
}

bool TimeChart::event(QEvent* event)
{
    if (event->type() == QEvent::NativeGesture) {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoom(1.0 / std::clamp(1.0 + gesture->value(), 0.5, 2.0), gesture->position().x());
            return true;
        }
    }
    return QWidget::event(event);
}

void TimeChart::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !view_->content.message.isEmpty())
        return QWidget::mousePressEvent(event);
    view_->pressed = event->position();
    view_->pressedRange = view_->shown;
    event->accept();
}

void TimeChart::mouseMoveEvent(QMouseEvent* event)
{
    const QRectF plot = plotRect();
    if (event->buttons().testFlag(Qt::LeftButton) && view_->pressedRange.length().count() > 0) {
        const double by = view_->pressed.x() - event->position().x();
        if (!view_->held && std::abs(by) < 4)
            return;
        view_->held = true;
        setCursor(Qt::ClosedHandCursor);
        const double perPixel = double(view_->pressedRange.length().count()) / std::max(1.0, plot.width());
        const Millis moved(static_cast<Millis::rep>(by * perPixel));
        showRange({view_->pressedRange.from + moved, view_->pressedRange.to + moved}, false);
        return;
    }
    const bool over = plot.adjusted(-2, 0, 2, 0).contains(event->position());
    const Millis reach(static_cast<Millis::rep>(
        eventReach * double(view_->shown.length().count()) / std::max(1.0, plot.width())));
    readAt(over ? std::optional(view_->frame.timeAt(event->position().x())) : std::nullopt, reach);
}

void TimeChart::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return QWidget::mouseReleaseEvent(event);
    view_->pressedRange = {};
    if (!std::exchange(view_->held, false))
        return;
    unsetCursor();
    update();
    if (view_->moved)
        Q_EMIT rangeChosen(view_->shown);
}

void TimeChart::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        reset();
}

void TimeChart::stepReading(bool forward)
{
    const View& view = *view_;
    const TimePoint from = view.reading ? view.reading->at : (forward ? view.shown.from - Millis(1) : view.shown.to + Millis(1));
    if (const auto next = nextSample(view.content, view.shown, from, forward))
        readAt(next, Millis(0));
}

void TimeChart::keyPressEvent(QKeyEvent* event)
{
    const Millis tenth = view_->shown.length() / 10;
    const double middle = plotRect().center().x();
    const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const bool forward = event->key() == Qt::Key_Right;
        if (shift)
            stepReading(forward);
        else
            pan(forward ? tenth : -tenth);
        return;
    }
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoom(0.8, middle);
    case Qt::Key_Minus:
        return zoom(1.25, middle);
    case Qt::Key_Home:
    case Qt::Key_0:
        return reset();
    case Qt::Key_Escape:
        if (view_->reading)
            return readAt(std::nullopt, Millis(0));
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void TimeChart::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void TimeChart::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

void TimeChart::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    readAt(std::nullopt, Millis(0));
}

} // namespace loadline
