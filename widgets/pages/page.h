// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "cluster/world.h"
#include "forms/action_shown.h"
#include "metrics/promql.h"
#include "metrics/series.h"
#include "tables/costs.h"
#include "tables/export.h"

#include <QIcon>
#include <QImage>
#include <QWidget>

#include <functional>
#include <memory>
#include <vector>

namespace loadline {

// A question for history: which cluster, which query. Answers come back by the key, as they grow.
struct SeriesWish {
    QString key; // chosen by the page: "hpa/replicas/current"
    std::string cluster;
    SeriesRequest request;
    bool operator==(const SeriesWish&) const = default;
};

// What to make of a page: its table as shown, or a picture of it at `scale` device pixels per point.
enum class ExportAs { Csv, Json, CopyText, Png, CopyPng };
struct ExportWish {
    ExportAs as = ExportAs::Csv;
    double scale = 2;
    bool operator==(const ExportWish&) const = default;
};

// A page: values in by setters, intents out by signals, no I/O. Only the page that shows derives. See pages.cpp in
// app/ for THE list.
class Page : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    [[nodiscard]] virtual QString id() const = 0; // "hpa"
    [[nodiscard]] virtual QString title() const = 0; // "Horizontal pod autoscalers"
    virtual void setWorlds(const Worlds& worlds) = 0;
    virtual void setPreferences(const Preferences& preferences) = 0;
    // What not every page has a use for. live: the right edge moves with now; costs are never null; a document is an
    // object's whole JSON.
    virtual void setRange(const TimeRange& range, bool live) { Q_UNUSED(range) Q_UNUSED(live) }
    virtual void setSeries(const QString& key, const SeriesAnswer& answer) { Q_UNUSED(key) Q_UNUSED(answer) }
    virtual void setCosts(const CostsPtr& costs) { Q_UNUSED(costs) }
    virtual void setDocument(const QString& path, const Result<std::string>& json) { Q_UNUSED(path) Q_UNUSED(json) }
    virtual void setFilter(const QString& text) { Q_UNUSED(text) }
    // Called when the page comes to the front or leaves it. While away it derives nothing and wants nothing.
    virtual void setShown(bool shown) = 0;
    virtual void select(const QString& rowId) = 0; // from Overview or the palette
    [[nodiscard]] virtual std::optional<ExportTable> table() const = 0; // as shown; nullopt: the page has none
    [[nodiscard]] virtual QImage picture(double scale) const; // the whole page
    // What the user arranged: columns, sorting, splitter. A state that does not fit is ignored.
    [[nodiscard]] virtual QByteArray saveState() const { return {}; }
    virtual void restoreState(const QByteArray& state) { Q_UNUSED(state) }
    virtual void focusFilter() { } // Ctrl+F
    virtual void openExportMenu() { } // Ctrl+E
    [[nodiscard]] virtual bool settled() const = 0; // everything it asked for has arrived: for pictures and exports

Q_SIGNALS:
    void costHistoryWanted(); // the days of the window, which are not fetched before somebody looks at them
    void costSettingsChosen(const loadline::CostSettings& settings);
    void seriesWanted(const std::vector<loadline::SeriesWish>& wishes); // replaces all earlier wishes of this page
    void liveWanted(const std::string& cluster, const std::vector<loadline::LiveMetricKey>& keys);
    void documentWanted(const std::string& cluster, const QString& path);
    void rangeChosen(const loadline::TimeRange& range);
    void rangeReset();
    void rowActivated(const QString& pageId, const QString& rowId); // go there
    void rowActionWanted(const QString& action, const QString& rowId); // see RowAction
    void actionWanted(const loadline::ActionWish& wish); // a quick action: its panel opens
    void changeWanted(const std::string& cluster, const QString& path, bool clone); // open this object in the wizard
    void badgeChanged(int count, int attention); // count -1: not known
    void message(const QString& text, bool isError); // for the banner
    void exportWanted(const loadline::ExportWish& wish); // of this page
    void contextsWanted(); // no cluster is open: let the user choose
    void pictureWanted(const QImage& picture, const QString& name, bool copy); // one chart, to save or copy
};

} // namespace loadline
