// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shell/shell_state.h"

#include <QFrame>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;

namespace loadline {

// One line of what a context is doing: "open, live", "not opened", "cannot be opened: the context names no cluster".
QString linkText(const ContextState& context);

// The list of contexts: a tick opens one, several may be open, a broken one says why. Below it the namespaces of the
// selected open context.
class ContextPicker : public QFrame {
    Q_OBJECT
public:
    explicit ContextPicker(QWidget* parent = nullptr);
    void setContexts(const std::vector<ContextState>& contexts, const QString& source);
    void openUnder(QWidget* button);

Q_SIGNALS:
    void contextToggled(const QString& name, bool open);
    void namespacesChosen(const QString& context, const QStringList& namespaces);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void refill();
    void showNamespaces();
    void applyNamespaces();
    [[nodiscard]] const ContextState* selected() const;
    std::vector<ContextState> contexts_;
    bool filling_ = false;
    QLineEdit* filter_ = nullptr;
    QListWidget* list_ = nullptr;
    QLabel* source_ = nullptr;
    QLabel* why_ = nullptr;
    QWidget* namespaceRow_ = nullptr;
    QComboBox* namespaces_ = nullptr;
};

} // namespace loadline
