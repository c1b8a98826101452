// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_ca.h"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <stdexcept>

namespace loadline::test {

namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* cert) const { X509_free(cert); }
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Cert = std::unique_ptr<X509, Free>;
using Bio = std::unique_ptr<BIO, Free>;

std::string textOf(BIO* bio)
{
    char* bytes = nullptr;
    const long length = BIO_get_mem_data(bio, &bytes);
    return {bytes, static_cast<std::size_t>(length)};
}

std::string pemOf(X509* cert)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), cert);
    return textOf(bio.get());
}

std::string pemOf(EVP_PKEY* key, bool pkcs8)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    if (pkcs8)
        PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    else
        PEM_write_bio_PrivateKey_traditional(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return textOf(bio.get());
}

void extend(X509* cert, X509* issuer, int id, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, cert, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, Free> extension(X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str()));
    if (!extension)
        throw std::runtime_error("bad certificate extension " + value);
    X509_add_ext(cert, extension.get(), -1);
}

Cert blank(const std::string& commonName, EVP_PKEY* key, int fromDays, int toDays)
{
    static std::atomic<long> serial {1};
    Cert cert(X509_new());
    X509_set_version(cert.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), serial++);
    X509_gmtime_adj(X509_getm_notBefore(cert.get()), fromDays * 86'400L);
    X509_gmtime_adj(X509_getm_notAfter(cert.get()), toDays * 86'400L);
    X509_set_pubkey(cert.get(), key);
    const auto* name = reinterpret_cast<const unsigned char*>(commonName.c_str());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(cert.get()), "CN", MBSTRING_UTF8, name, -1, -1, 0);
    return cert;
}

} // namespace

struct TestCa::Keys {
    Key key;
    Cert cert;
};

TestCa::TestCa(const std::string& name)
    : keys_(std::make_unique<Keys>())
{
    keys_->key.reset(EVP_EC_gen("P-256"));
    keys_->cert = blank(name, keys_->key.get(), -2, 30);
    X509* cert = keys_->cert.get();
    X509_set_issuer_name(cert, X509_get_subject_name(cert));
    extend(cert, cert, NID_basic_constraints, "critical,CA:TRUE");
    extend(cert, cert, NID_key_usage, "critical,keyCertSign,cRLSign");
    extend(cert, cert, NID_subject_key_identifier, "hash");
    X509_sign(cert, keys_->key.get(), EVP_sha256());
    pem_ = pemOf(cert);
}

TestCa::~TestCa() = default;

Identity TestCa::issue(const Leaf& leaf) const
{
    const bool rsa = leaf.form == KeyForm::RsaPkcs1 || leaf.form == KeyForm::RsaPkcs8;
    const Key key(rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256"));
    const Cert cert = blank(leaf.commonName, key.get(), leaf.fromDays, leaf.toDays);
    X509_set_issuer_name(cert.get(), X509_get_subject_name(keys_->cert.get()));
    std::string names;
    for (const auto& name : leaf.names)
        names += (names.empty() ? "" : ",") + name;
    if (!names.empty())
        extend(cert.get(), keys_->cert.get(), NID_subject_alt_name, names);
    extend(cert.get(), keys_->cert.get(), NID_ext_key_usage, "serverAuth,clientAuth");
    extend(cert.get(), keys_->cert.get(), NID_authority_key_identifier, "keyid");
    X509_sign(cert.get(), keys_->key.get(), EVP_sha256());
    return {pemOf(cert.get()), pemOf(key.get(), leaf.form == KeyForm::RsaPkcs8 || leaf.form == KeyForm::EcPkcs8)};
}

} // namespace loadline::test
