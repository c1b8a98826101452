// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/page.h"
#include "shell/shell_state.h"

#include <QWidget>

class QLabel;
class QMenu;
class QToolButton;

namespace loadline {

class ContextPicker;
class ElidedLabel;
class PrometheusPanel;
class RangePicker;

// What the bar says, as plain functions so that they can be tested as text.
QString clustersText(const std::vector<ContextState>& contexts); // "prod-us-east · ml-platform", "3 clusters"
QString ageText(const std::vector<ContextState>& contexts); // "live, 1 s ago"; the worst where they differ
QString ageDetails(const std::vector<ContextState>& contexts); // a line per open context
QString prometheusText(const std::vector<PrometheusState>& prometheus);

// The top line: where we are, whether it is live, where history comes from, which time we look at.
class ContextBar : public QWidget {
    Q_OBJECT
public:
    explicit ContextBar(QWidget* parent = nullptr);
    void setState(const ShellState& state);
    void openContexts();
    void openPrometheus();
    void openRange();

Q_SIGNALS:
    void contextToggled(const QString& name, bool open);
    void namespacesChosen(const QString& context, const QStringList& namespaces);
    void rangeChosen(const loadline::RangeChoice& choice);
    void prometheusSettingsWanted(const QString& context);
    void prometheusSearchWanted(const QString& context);
    void commandWanted(const QString& command);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void buildMenu();
    void setClusters(const ShellState& state);
    void fitPrometheus();
    ShellState state_;
    QToolButton* clusters_ = nullptr;
    QLabel* readOnly_ = nullptr;
    QLabel* insecure_ = nullptr;
    QLabel* demo_ = nullptr;
    ElidedLabel* age_ = nullptr;
    QToolButton* prometheus_ = nullptr;
    RangePicker* range_ = nullptr;
    QToolButton* palette_ = nullptr;
    QToolButton* menu_ = nullptr;
    ContextPicker* picker_ = nullptr;
    PrometheusPanel* panel_ = nullptr;
};

} // namespace loadline
