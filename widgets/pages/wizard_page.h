// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/workload_types.h"
#include "forms/apply_shown.h"
#include "grid/table_message.h"
#include "lint/published.h"
#include "pages/finding_evidence.h"
#include "pages/latest_job.h"
#include "pages/live_facts.h"
#include "pages/page.h"
#include "pages/queue_names.h"
#include "pages/wizard_draft.h"
#include "pages/wizard_review.h"

#include <QHash>
#include <QTimer>

#include <set>

class QToolButton;
class QPushButton;
class QStackedWidget;

namespace loadline {

class DraftEditor;
class MessageStrip;
class PageHeader;
class WizardAdvice;
class WizardTarget;

// A field that somebody else holds against what is written.
struct HeldField {
    FieldPath path; // in the change; empty: it is not known where
    QString words; // "spec.maxReplicas (helm)"
};

// Writes the manifests that scale a workload: target, advice, scaling, safety, review. Everything it wants of a
// cluster or a file it says; desk answers with setPlace, setApply, setDocument and openText.
class WizardPage : public Page {
    Q_OBJECT
public:
    enum Step { Target, Advise, Scaling, Safety, Review };

    explicit WizardPage(QWidget* parent = nullptr);
    ~WizardPage() override;

    [[nodiscard]] QString id() const override { return QStringLiteral("wizard"); }
    [[nodiscard]] QString title() const override { return tr("Write a scaler"); }
    void setWorlds(const Worlds& worlds) override;
    void setPreferences(const Preferences& preferences) override;
    void setRange(const TimeRange& range, bool live) override;
    void setSeries(const QString& key, const SeriesAnswer& answer) override;
    void setDocument(const QString& path, const Result<std::string>& json) override;
    void setShown(bool shown) override;
    // A workload: cluster/ns/kind/name; with "#advice", "#scaling", "#safety" or "#review" the step that it is taken
    // to, with the manifests of its advice, or of another type: "#scaling=training".
    void select(const QString& rowId) override;
    void setFilter(const QString& text) override;
    [[nodiscard]] std::optional<ExportTable> table() const override { return std::nullopt; }
    [[nodiscard]] bool settled() const override;
    void focusFilter() override;
    void openExportMenu() override;

    // Opens a live object to change it, or a copy of it under another name. `path`: of its document.
    void openLive(const std::string& cluster, const QString& path, bool clone);
    void showWhenOpen(const FieldPath& field); // of the live object that is being opened
    void openText(std::string text, const QString& source); // a file's; a large one is read off this thread
    void setPlace(const PlaceShown& place); // of the cluster asked for by placeWanted
    void setApply(const ApplyShown& shown);
    // Gives the fields of a live object back what they hold there, and checks anew. False, and nothing is done: it was not
    // opened from there, or says otherwise by now.
    bool leaveOut(const Change& tried, const std::vector<HeldField>& fields);
    void showStep(Step step);
    [[nodiscard]] Step step() const { return step_; }
    [[nodiscard]] const std::vector<DraftPart>& parts() const { return parts_; }
    [[nodiscard]] const std::vector<Finding>& findings() const { return findings_; }
    [[nodiscard]] const std::string& cluster() const { return cluster_; }
    [[nodiscard]] DraftEditor* editor() const { return editor_; }
    [[nodiscard]] TableMessage notice() const { return noticed_; }

Q_SIGNALS:
    void placeWanted(const std::string& cluster); // "": none any more
    void tryWanted(const std::string& cluster, const std::vector<loadline::Change>& changes);
    void applyWanted(const std::string& cluster, const std::string& why = {}); // of what was tried last; why: for the journal
    void applyForgotten(); // something was edited: what was tried is old
    void conflictWay(const std::string& cluster, std::size_t trial, loadline::ConflictWay way);
    void readOnlyOffWanted(const QString& context);
    void filesWanted(const std::vector<loadline::BundleFile>& files, loadline::FilesAs as);
    void openWanted(); // choose files to open
    void copyWanted(const QString& what, const std::string& text);
    void saveWanted(const QString& name, const std::string& text);
    void linkWanted(const QString& link);

private:
    void build();
    QWidget* buildSteps();
    QWidget* buildFoot();
    void connectSteps();
    void connectEditor();
    void connectReview();
    void connectAround();
    void refreshSteps();
    void goOn();
    void goTo(Step step);
    void focusStep();

    // wizard_work.cpp
    void chooseTarget(const std::string& cluster, const ManifestRef& ref);
    void addAnother(); // the next workload's manifests join those of the first: a platform as one bundle
    void joinParts(std::vector<DraftPart> parts);
    void replaceParts(std::vector<DraftPart> parts, const QString& said);
    void addPart(const QString& formKind);
    void takeIn(const std::string& manifest); // beside the others, or in place of the one of its name
    void removePart(std::size_t part);
    void changeForm(std::size_t part, const std::function<Done(Form&)>& change);
    void edited(); // the draft changed: show it, check it, forget what was tried
    void showDraft();
    void check();
    void fix(const Finding& finding);
    void silence(const Finding& finding, const QString& reason);
    void showField(const ManifestRef& object, const FieldPath& field);
    void renewFacts();
    void note(const QString& text, const QString& cause, const QString& action = {}, TableMessage::Kind kind = TableMessage::Kind::Stale);
    [[nodiscard]] const World* world() const;
    [[nodiscard]] WorldPtr worldPtr() const;
    struct Aim { // what manifests are for
        std::string cluster;
        std::optional<ManifestRef> target; // none: files, or what belongs to no workload
        bool operator==(const Aim&) const = default;
    };
    void aim(const Aim& at);
    [[nodiscard]] bool writtenForAnother() const; // workload than the one that is chosen now
    [[nodiscard]] QString obstacle() const;
    void forgetWhatWent(); // what was applied and is not there any more

    // wizard_place.cpp
    [[nodiscard]] bool goesAnywhere() const; // into whichever cluster, or none
    void settlePlace();
    void sendTo(const std::string& cluster); // "": files alone
    void showPlaces();
    void tryAll();

    // wizard_published.cpp
    void askPublished(const std::vector<std::string>& paths); // what this cluster's server says of itself
    bool takePublished(const QString& path, const Result<std::string>& json); // false: it is no such answer
    void renewForms(); // by what is known now

    // wizard_charts.cpp
    void renewCharts();
    void renewSeen();
    [[nodiscard]] QString lackAt(const DraftPart& part, const FieldPath& path) const;
    void askSeen(); // what the target was over the last week
    void takeSeen(const SeriesAnswer& answer);
    void tellSeen();
    void renewAround();
    void checkAdapter();
    void sayWishes();
    void askEvidence(const World& world, const std::vector<Finding>& found);

    // wizard_cluster.cpp
    void askCluster();
    void takeModes(const Result<std::string>& json);
    [[nodiscard]] QString modesAt(const FieldPath& path) const;
    [[nodiscard]] std::vector<SeriesWish> queueWishes() const;
    bool takeQueues(const QString& key, const SeriesAnswer& answer);
    void renewOffers();

    // wizard_start.cpp
    void startPreset(WorkloadType type, Step then = Scaling);
    void meetRival(Form& form, std::optional<LiveObject>& there);
    void offerOther(const std::vector<DraftPart>& otherwise, std::vector<DraftPart> all);
    void chooseOther();
    void takeKept(const QString& path, const Result<std::string>& json);
    void finishStart();
    void decideOn(std::size_t part, std::size_t proposal, bool taken);

    // wizard_open.cpp
    void take(const QString& path, const Result<std::string>& json);
    void aimAt(const Value& manifest);
    void openOther(const ManifestRef& object, const FieldPath& field);
    void readNext();
    void takeRead(const Result<std::vector<DraftPart>>& read, const QString& source);

    Step step_ = Target;
    Worlds worlds_;
    Preferences preferences_;
    TimePoint now_ {};
    bool shown_ = false;
    std::string cluster_;
    std::optional<ManifestRef> target_;
    FormFacts facts_;
    std::vector<DraftPart> parts_;
    std::vector<DraftPart> otherwise_; // the other of two ways to start; empty: there is one
    std::vector<DraftPart> replaced_; // what the user can put back
    Aim writtenFor_, replacedFor_; // parts_, replaced_
    bool freely_ = false; // the user chose the cluster for what was written for none
    bool nowhere_ = false; // into no cluster, as the user said
    bool adding_ = false; // another workload is being chosen
    std::vector<Finding> findings_;
    struct Known { // of the cluster
        std::string cluster;
        std::vector<std::string> vpaModes; // empty: all are offered
        QString modesUnknown; // why
        QueueNames queues;
        TimePoint asked {};
    } known_;
    PlaceShown place_;
    TableMessage noticed_;
    QString aboutFile_; // a notice about a file that was opened
    struct Opening {
        QString path;
        bool clone = false;
        bool beside = false; // what is written stays
        FieldPath field {}; // to be shown once it is there
    };
    std::optional<Opening> opening_;
    Published published_; // of publishedOf_
    std::string publishedOf_;
    std::set<std::string> publishedAsked_; // paths
    struct Starting { // a preset whose objects are there in part: they are read before anything is written
        std::vector<DraftPart> parts;
        QHash<QString, std::size_t> unread; // by path
        QStringList unreadable; // left as they are
        Step then = Scaling;
        std::set<std::size_t> asTheyAre {}; // parts that are opened, and nothing is proposed to them
        std::vector<DraftPart> otherwise {}; // in place of those: a scaler of another kind takes over
        QString said {}, leftOut {}; // what scales it already and what becomes of that
    };
    struct Stored { // what was applied last
        ManifestRef ref;
        bool seen = false; // the cluster has shown it since
    };
    std::vector<Stored> stored_;
    std::optional<Starting> starting_;
    std::vector<DraftPart> spare_; // authentications that no trigger asks for, unless a proposal is taken
    LatestJob checks_;
    LatestJob reading_;
    std::vector<std::pair<std::string, QString>> unread_; // texts with their sources
    QTimer charting_; // typing in a query asks when it pauses
    QHash<QString, SeriesAnswer> adapterAnswers_; // by key
    std::vector<SeriesWish> adapterWishes_;
    FindingEvidence evidence_; // what rules know of the cluster's Prometheus
    std::vector<SeriesWish> evidenceWishes_;
    std::optional<SeriesWish> seenWish_;
    std::optional<SeriesAnswer> seenAnswer_; // whole
    PageHeader* header_ = nullptr;
    std::vector<QToolButton*> steps_;
    MessageStrip* notice_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    WizardTarget* targetStep_ = nullptr;
    WizardAdvice* adviceStep_ = nullptr;
    DraftEditor* editor_ = nullptr;
    WizardReview* review_ = nullptr;
    QPushButton* another_ = nullptr;
    QPushButton* back_ = nullptr;
    QPushButton* next_ = nullptr;
};

} // namespace loadline
