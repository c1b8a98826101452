// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QPlainTextEdit>

namespace loadline {

class YamlHighlighter;

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
