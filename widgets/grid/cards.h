// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/column.h"

#include <QLabel>
#include <QWidget>

#include <utility>
#include <vector>

class QGridLayout;
class QHBoxLayout;
class QLayout;
class QVBoxLayout;

namespace loadline {

// A text that knows its tone and size by meaning and follows the palette. Selectable; wraps. Plain text, or rich text
// where <b> is all that is used: say so with setRich.
class ToneLabel : public QLabel {
    Q_OBJECT
public:
    enum class Size { Body, Small, Strong, Title, Figure };
    explicit ToneLabel(const QString& text = {}, Tone tone = Tone::Normal, Size size = Size::Body,
        QWidget* parent = nullptr);
    void setTone(Tone tone);
    void setSize(Size size);
    void setRich(const QString& html);
    [[nodiscard]] Tone tone() const { return tone_; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void dress();
    Tone tone_;
    Size size_;
    bool dressing_ = false;
};

// The one frame of the design: a surface with a hairline and round corners, 12 px inside.
class Card : public QWidget {
    Q_OBJECT
public:
    explicit Card(const QString& title = {}, QWidget* parent = nullptr);
    [[nodiscard]] QVBoxLayout* body() const { return body_; }
    void setTitle(const QString& title, const QString& subtitle);
    // The whole card is a button: pointer, focus, Enter, Space.
    void setClickable(bool clickable);

Q_SIGNALS:
    void clicked();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    QVBoxLayout* body_;
    ToneLabel* title_;
    ToneLabel* subtitle_;
    bool clickable_ = false;
    bool pressed_ = false;
};

// One figure that matters: its name, the figure big, a note with a tone under it.
class FigureCard : public Card {
    Q_OBJECT
public:
    explicit FigureCard(const QString& label, QWidget* parent = nullptr);
    void setFigure(const QString& figure, const QString& note, Tone noteTone);
    // In place of one figure several that are no sum, a line each: what, and how much.
    void setParts(const std::vector<std::pair<QString, QString>>& parts);
    void setSource(const QString& whence); // tooltip: source, age, formula

private:
    ToneLabel* label_;
    ToneLabel* figure_;
    ToneLabel* note_;
    QGridLayout* parts_ = nullptr; // made by the first setParts()
};

// Figures side by side, each as wide as the next.
class FigureRow : public QWidget {
    Q_OBJECT
public:
    explicit FigureRow(QWidget* parent = nullptr);
    FigureCard* add(const QString& label);

private:
    QHBoxLayout* row_;
};

// Takes everything out of a layout; its widgets go when control is back, as one of them may be what was clicked.
void emptyLayout(QLayout& layout);

} // namespace loadline
