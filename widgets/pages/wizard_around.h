// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/build.h"

#include <QStringList>
#include <QWidget>

#include <optional>
#include <vector>

class QVBoxLayout;

namespace loadline {

class Card;

// What is missing, why it is wanted, and the commands that bring it: a script for a shell.
QString installText(const std::vector<InstallNote>& notes);

// What stands around the manifests: what the cluster lacks and the commands that bring it, the adapter's rules with
// what Prometheus really has, alerts, and a dashboard. Each to copy and to save.
class WizardAround : public QWidget {
    Q_OBJECT
public:
    explicit WizardAround(QWidget* parent = nullptr);
    void setCluster(const QString& cluster, const std::vector<InstallNote>& lacks); // "" no cluster
    // What the adapter would serve; `checks`: one for each metric, what was found; nullopt while it is asked.
    struct Checked {
        AdapterMetric metric;
        std::optional<QStringList> faults; // empty: the series are there
        bool operator==(const Checked&) const = default;
    };
    void setAdapter(const std::vector<Checked>& metrics);
    void setNamespace(const std::string& ns); // of the alerts

Q_SIGNALS:
    void copyWanted(const QString& what, const std::string& text);
    void saveWanted(const QString& name, const std::string& text);
    void partWanted(const std::string& manifest); // into the bundle

private:
    void refresh();
    void addLacks(QVBoxLayout* column);
    void addAdapter(QVBoxLayout* column);
    struct File {
        QString title, about, name;
        std::string text;
        std::string manifest; // the same as part of a bundle
    };
    void addFile(QVBoxLayout* column, const File& file);
    QString cluster_;
    std::vector<InstallNote> lacks_;
    std::vector<Checked> metrics_;
    std::string ns_;
    Card* card_ = nullptr;
    QWidget* list_ = nullptr;
};

} // namespace loadline
