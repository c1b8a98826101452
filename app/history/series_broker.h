// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/page.h"
#include "prom/client.h"

#include <QObject>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace loadline {

// Between the pages that want series and those who have them: a cluster's Prometheus where it can answer, else what
// Loadline itself recorded. Lives on the GUI thread; answers come there, as they grow, by the wish's key. A page's new
// wishes replace its earlier ones: what is wanted no more is cancelled, what is still wanted is not asked twice.
class SeriesBroker : public QObject {
    Q_OBJECT
public:
    // Answers from the recorder: `answered` once, on the GUI thread.
    using Recorded = std::function<void(const std::string& cluster, const SeriesRequest& request,
        std::function<void(SeriesAnswerPtr)> answered)>;

    explicit SeriesBroker(Recorded recorded, QObject* parent = nullptr);
    ~SeriesBroker() override;

    void addCluster(const std::string& cluster, PromClient* prometheus);
    void removeCluster(const std::string& cluster); // before its client goes
    void sourceChanged(const std::string& cluster); // its Prometheus was found, set or lost: ask anew
    void want(const QString& owner, const std::vector<SeriesWish>& wishes);
    void cancelAll(); // the user has waited enough: what came stands
    // How far the wishes under way are, together; nothing when none is or all came within a moment.
    [[nodiscard]] std::optional<double> progress() const;
    [[nodiscard]] bool busy() const;

Q_SIGNALS:
    void answered(const QString& owner, const QString& key, const loadline::SeriesAnswer& answer);
    void progressed();

private:
    struct Flight;
    using FlightPtr = std::shared_ptr<Flight>;
    void begin(const FlightPtr& flight);
    void stop(const FlightPtr& flight);
    void fromPrometheus(const FlightPtr& flight, const SeriesAnswerPtr& answer);
    void askRecorder(const FlightPtr& flight, const SeriesAnswerPtr& instead);
    void deliver(const FlightPtr& flight, const SeriesAnswerPtr& answer);
    Recorded recorded_;
    std::map<std::string, PromClient*> clients_;
    std::vector<FlightPtr> flights_; // of all owners, also the answered ones: they say what is known already
};

} // namespace loadline
