// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "change_review.h"
#include "forms/action_shown.h"
#include "pages/wizard_review.h"

#include <QObject>

#include <functional>

namespace loadline {

class WizardPage;

// Serves the wizard: dry runs and applies what it wrote, with the user's decisions about conflicts; saves its files and
// opens others.
class WizardDesk : public QObject {
    Q_OBJECT
public:
    struct Clusters {
        std::function<PlaceShown(const std::string& cluster)> place;
        std::function<std::optional<Writing>(const std::string& cluster)> writing; // none: it is not open
    };
    WizardDesk(WizardPage* page, Clusters clusters, QWidget* window);
    void openFiles(const QStringList& files);
    void writtenElsewhere(const std::string& cluster); // an action or an undo: what was tried or applied here is past
    void placeChanged(); // a cluster was opened, closed, or may be written now

Q_SIGNALS:
    void readOnlyOffWanted(const QString& context);
    void done(const QString& what); // for the banner
    void applied(const QString& what, const loadline::ActionWish& undo); // its entries: none, nothing was stored
    void failed(const loadline::Error& error);

private:
    void tryOut(const std::string& cluster, const std::vector<Change>& changes);
    void apply(const std::string& cluster, const std::string& why);
    void resolve(const std::string& cluster, std::size_t trial, ConflictWay way);
    void finished(const std::vector<Applied>& results);
    void handOut(const std::vector<BundleFile>& files, FilesAs as);
    void chooseFiles();
    void save(const QString& title, const QString& name, const std::string& text);
    void saveFolder(const std::vector<BundleFile>& files, bool kustomize);
    [[nodiscard]] std::optional<Writing> writing(const std::string& cluster);

    WizardPage* page_;
    Clusters clusters_;
    QWidget* window_;
    std::string cluster_; // asked about last
    QString applyingTo_;
    ChangeReview* review_;
    QString lastFolder_;
};

} // namespace loadline
