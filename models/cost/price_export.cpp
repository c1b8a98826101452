// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/capacity_key.h"
#include "cost/csv_reader.h"
#include "cost/price_columns.h"

namespace loadline {

namespace {

void addLine(std::string& text, std::initializer_list<std::string_view> fields)
{
    bool first = true;
    for (const auto field : fields) {
        if (!first)
            text += ',';
        first = false;
        text += csvField(field);
    }
    text += "\r\n";
}

void addOurs(std::string& text, const OwnPrice& price)
{
    std::string match(matchName(price.match));
    if (price.match == OwnPrice::Match::Label)
        match += ":" + price.labelKey;
    addLine(text, {match, price.value, price.region, capacityKey(price.capacity, {}), assetName(price.asset),
                      price.hourly.decimal(), price.asOf, price.note});
}

// OpenCost matches by ID, name or label alone; pools and types go by the labels that tell them. Capacity has no column.
void addOpenCost(std::string& text, const OwnPrice& price)
{
    std::string by;
    switch (price.match) {
    case OwnPrice::Match::NodeName:
        by = "metadata.name";
        break;
    case OwnPrice::Match::ProviderId:
        by = "spec.providerID";
        break;
    case OwnPrice::Match::Label:
        by = "metadata.labels." + price.labelKey;
        break;
    case OwnPrice::Match::InstanceType:
        by = "metadata.labels.node.kubernetes.io/instance-type";
        break;
    case OwnPrice::Match::Pool:
    case OwnPrice::Match::Provider:
        return;
    }
    const std::string end = price.asOf.empty() ? std::string() : price.asOf + " 00:00:00 UTC";
    const std::string_view asset = price.asset == OwnPrice::Asset::Volume ? "pv" : assetName(price.asset);
    addLine(text, {end, price.value, price.region, asset, by, price.note, price.hourly.decimal(), ""});
}

} // namespace

std::string exportPrices(const std::vector<OwnPrice>& rows, PriceImport::Schema schema)
{
    const bool ours = schema == PriceImport::Schema::Ours;
    std::string text(ours ? PriceColumns::ours : PriceColumns::openCost);
    text += "\r\n";
    for (const OwnPrice& price : rows)
        ours ? addOurs(text, price) : addOpenCost(text, price);
    return text;
}

} // namespace loadline
