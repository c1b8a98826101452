// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QPlainTextEdit>
#include <QSyntaxHighlighter>

namespace loadline {

// Keys, texts, numbers and comments of YAML in the theme's tones.
class YamlHighlighter : public QSyntaxHighlighter {
    Q_OBJECT
public:
    explicit YamlHighlighter(QPlainTextEdit* view);

protected:
    void highlightBlock(const QString& text) override;

private:
    QPlainTextEdit* view_;
};

// An object as YAML, to read and copy.
class YamlView : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit YamlView(QWidget* parent = nullptr);
    void setJson(const Result<std::string>& json);
    void setWaiting();

protected:
    void changeEvent(QEvent* event) override;

private:
    YamlHighlighter* highlighter_;
};

} // namespace loadline
