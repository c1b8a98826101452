// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "lint/finding.h"

#include <QPlainTextEdit>

#include <optional>
#include <vector>

namespace loadline {

class YamlHighlighter;

// A finding or an error beside a line: a letter with a tone, its words in the tooltip.
struct YamlMark {
    std::size_t line = 1; // from 1
    Severity severity = Severity::Warning;
    QString text;
    bool operator==(const YamlMark&) const = default;
};

// All of a text that can be written in without waiting; of a larger one the first lines.
QString beginningOf(const std::string& text);

// YAML to write in: numbered lines, tones, marks beside lines, and the lines of the field that has the focus.
class YamlEditor : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit YamlEditor(QWidget* parent = nullptr);
    // Replaces only what differs, so that the cursor, the view and undo stay; says nothing.
    void showText(const QString& text);
    void showLines(std::size_t first, std::size_t last); // from 1; 0: none. Scrolls there unless one writes here
    void setMarks(std::vector<YamlMark> marks);
    [[nodiscard]] const std::vector<YamlMark>& marks() const { return marks_; }
    [[nodiscard]] std::size_t line() const; // of the cursor, from 1

Q_SIGNALS:
    void edited(const QString& text); // by the user
    void lineFocused(std::size_t line); // the cursor went to another line, by the user

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    class Margin;
    [[nodiscard]] int marginWidth() const;
    void paintMargin(QPaintEvent* event);
    [[nodiscard]] QString markText(std::size_t line) const;
    void placeMargin();
    void dress();
    Margin* margin_;
    YamlHighlighter* highlighter_;
    std::vector<YamlMark> marks_;
    std::size_t first_ = 0, last_ = 0;
    std::size_t told_ = 0; // the line last said
    bool showing_ = false;
};

} // namespace loadline
