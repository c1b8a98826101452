// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/http_server.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <csignal>
#include <stdexcept>

namespace loadline::test {

namespace {

std::string trimmed(std::string text)
{
    while (!text.empty() && (text.back() == '\r' || text.back() == ' '))
        text.pop_back();
    return text.substr(std::min(text.size(), text.find_first_not_of(' ')));
}

SSL_CTX* contextOf(const HttpServer::Tls& tls)
{
    SSL_CTX* context = SSL_CTX_new(TLS_server_method());
    BIO* cert = BIO_new_mem_buf(tls.identity.certPem.data(), static_cast<int>(tls.identity.certPem.size()));
    X509* leaf = PEM_read_bio_X509(cert, nullptr, nullptr, nullptr);
    SSL_CTX_use_certificate(context, leaf);
    X509_free(leaf);
    BIO_free(cert);
    BIO* keyText = BIO_new_mem_buf(tls.identity.keyPem.data(), static_cast<int>(tls.identity.keyPem.size()));
    EVP_PKEY* key = PEM_read_bio_PrivateKey(keyText, nullptr, nullptr, nullptr);
    SSL_CTX_use_PrivateKey(context, key);
    EVP_PKEY_free(key);
    BIO_free(keyText);
    if (!tls.clientCaPem.empty()) {
        BIO* ca = BIO_new_mem_buf(tls.clientCaPem.data(), static_cast<int>(tls.clientCaPem.size()));
        X509* root = PEM_read_bio_X509(ca, nullptr, nullptr, nullptr);
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context), root);
        X509_free(root);
        BIO_free(ca);
        SSL_CTX_set_verify(
            context, SSL_VERIFY_PEER | (tls.clientRequired ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), nullptr);
        const unsigned char id[] = "loadline";
        SSL_CTX_set_session_id_context(context, id, sizeof id - 1);
    }
    return context;
}

} // namespace

int listenOnLoopback(int& port)
{
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    socklen_t length = sizeof address;
    if (::bind(listener, reinterpret_cast<sockaddr*>(&address), length) != 0 || ::listen(listener, 64) != 0)
        throw std::runtime_error("cannot listen on loopback");
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length);
    port = ntohs(address.sin_port);
    return listener;
}

std::string gzipped(std::string_view text)
{
    z_stream stream {};
    deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string HttpRequest::header(std::string_view lowerCaseName) const
{
    for (const auto& [name, value] : headers) {
        if (name == lowerCaseName)
            return value;
    }
    return {};
}

std::string HttpRequest::query(std::string_view name) const
{
    auto at = target.find('?');
    while (at != std::string::npos) {
        const auto end = std::min(target.find('&', at + 1), target.size());
        const std::string_view pair = std::string_view(target).substr(at + 1, end - at - 1);
        const auto equals = pair.find('=');
        if (pair.substr(0, equals) == name)
            return equals == std::string_view::npos ? std::string() : std::string(pair.substr(equals + 1));
        at = target.find('&', at + 1);
    }
    return {};
}

bool HttpReply::send(int status, std::string_view body, const HeaderList& headers)
{
    std::string head = "HTTP/1.1 " + std::to_string(status) + " Status\r\n";
    bool typed = false;
    for (const auto& [name, value] : headers) {
        head += name + ": " + value + "\r\n";
        typed = typed || name == "Content-Type";
    }
    if (!typed)
        head += "Content-Type: application/json\r\n";
    head += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    return raw(head + std::string(body));
}

bool HttpReply::begin(int status, const HeaderList& headers)
{
    std::string head = "HTTP/1.1 " + std::to_string(status) + " Status\r\nTransfer-Encoding: chunked\r\n";
    for (const auto& [name, value] : headers)
        head += name + ": " + value + "\r\n";
    return raw(head + "\r\n");
}

bool HttpReply::write(std::string_view bytes)
{
    char size[32];
    std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
    return raw(size + std::string(bytes) + "\r\n");
}

bool HttpReply::end()
{
    return raw("0\r\n\r\n");
}

struct HttpServer::Wire final : HttpReply {
    int socket;
    SSL* ssl;
    std::atomic<bool>& stopping;
    bool broken = false;
    Wire(int socketIn, SSL* sslIn, std::atomic<bool>& stoppingIn)
        : socket(socketIn)
        , ssl(sslIn)
        , stopping(stoppingIn)
    {
    }
    long read(char* to, std::size_t size) const
    {
        if (ssl != nullptr)
            return SSL_read(ssl, to, static_cast<int>(size));
        return ::recv(socket, to, size, 0);
    }
    bool raw(std::string_view bytes) override
    {
        while (!bytes.empty() && !broken) {
            const std::size_t piece = std::min<std::size_t>(bytes.size(), 1u << 20);
            const long written = ssl != nullptr ? SSL_write(ssl, bytes.data(), static_cast<int>(piece))
                                                : ::send(socket, bytes.data(), piece, MSG_NOSIGNAL);
            if (written <= 0)
                broken = true;
            else
                bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return !broken && !stopping;
    }
    void drop() override
    {
        const linger now {1, 0};
        ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        broken = true;
    }
    bool gone(std::chrono::milliseconds wait) override
    {
        const auto until = std::chrono::steady_clock::now() + wait;
        while (!stopping && std::chrono::steady_clock::now() < until) {
            pollfd poll {socket, POLLIN | POLLRDHUP, 0};
            ::poll(&poll, 1, 10);
            if ((poll.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0)
                broken = true;
            if (broken)
                return true;
            if ((poll.revents & POLLIN) != 0)
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return stopping || broken;
    }
};

HttpServer::HttpServer(Handler handler, std::optional<Tls> tls)
    : handler_(std::move(handler))
    , tls_(std::move(tls))
{
    std::signal(SIGPIPE, SIG_IGN);
    if (tls_)
        context_ = contextOf(*tls_);
    listener_ = listenOnLoopback(port_);
    acceptor_ = std::jthread([this] { accept(); });
}

HttpServer::~HttpServer()
{
    stopping_ = true;
    acceptor_.join();
    {
        const std::lock_guard lock(mutex_);
        for (const int socket : open_)
            ::shutdown(socket, SHUT_RDWR);
    }
    threads_.clear();
    ::close(listener_);
    SSL_CTX_free(static_cast<SSL_CTX*>(context_));
}

std::string HttpServer::url(const std::string& host) const
{
    return (tls_ ? "https://" : "http://") + host + ':' + std::to_string(port_);
}

std::vector<HttpRequest> HttpServer::requests() const
{
    const std::lock_guard lock(mutex_);
    return requests_;
}

void HttpServer::accept()
{
    while (!stopping_) {
        pollfd poll {listener_, POLLIN, 0};
        if (::poll(&poll, 1, 20) <= 0)
            continue;
        const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0)
            continue;
        const int yes = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        const std::lock_guard lock(mutex_);
        open_.push_back(socket);
        threads_.emplace_back([this, socket, connection = ++connections_] { serve(socket, connection); });
    }
}

void HttpServer::serve(int socket, int connection)
{
    SSL* ssl = nullptr;
    bool up = true;
    if (context_ != nullptr && !mute_) {
        ssl = SSL_new(static_cast<SSL_CTX*>(context_));
        SSL_set_fd(ssl, socket);
        up = SSL_accept(ssl) == 1;
    }
    Wire wire(socket, ssl, stopping_);
    if (up)
        converse(wire, connection);
    else if (ssl != nullptr) {
        // Closing with the client's request unread would reset the connection and with it lose the TLS alert.
        ::shutdown(socket, SHUT_WR);
        wire.gone(std::chrono::milliseconds(100));
    }
    if (ssl != nullptr && up && !wire.broken)
        SSL_shutdown(ssl);
    SSL_free(ssl);
    const std::lock_guard lock(mutex_);
    std::erase(open_, socket);
    ::close(socket);
}

void HttpServer::converse(Wire& wire, int connection)
{
    std::string buffer;
    char piece[16 * 1024];
    const auto fill = [&] {
        const long got = wire.read(piece, sizeof piece);
        if (got > 0)
            buffer.append(piece, static_cast<std::size_t>(got));
        return got > 0;
    };
    while (!stopping_ && !wire.broken) {
        auto end = buffer.find("\r\n\r\n");
        while (end == std::string::npos) {
            if (!fill())
                return;
            const bool garbage = buffer[0] < 'A' || buffer[0] > 'Z';
            if (garbage && !mute_) {
                wire.raw("HTTP/1.0 400 Bad Request\r\n\r\nThis is no HTTP.");
                return;
            }
            end = buffer.find("\r\n\r\n");
        }
        HttpRequest request;
        request.connection = connection;
        std::size_t from = buffer.find("\r\n") + 2;
        const std::string first = buffer.substr(0, from - 2);
        request.method = first.substr(0, first.find(' '));
        request.target = first.substr(request.method.size() + 1, first.rfind(' ') - request.method.size() - 1);
        while (from < end + 2) {
            const auto lineEnd = buffer.find("\r\n", from);
            const std::string line = buffer.substr(from, lineEnd - from);
            const auto colon = line.find(':');
            std::string name = line.substr(0, colon);
            std::transform(
                name.begin(), name.end(), name.begin(), [](char c) { return static_cast<char>(std::tolower(c)); });
            request.headers.emplace_back(name, trimmed(line.substr(colon + 1)));
            from = lineEnd + 2;
        }
        const std::string length = request.header("content-length");
        const std::size_t size = length.empty() ? 0 : std::stoul(length);
        buffer.erase(0, end + 4);
        while (buffer.size() < size) {
            if (!fill())
                return;
        }
        request.body = buffer.substr(0, size);
        buffer.erase(0, size);
        if (wire.ssl != nullptr) {
            const char* sni = SSL_get_servername(wire.ssl, TLSEXT_NAMETYPE_host_name);
            request.sni = sni != nullptr ? sni : "";
            if (X509* peer = SSL_get1_peer_certificate(wire.ssl)) {
                char name[256] = {};
                X509_NAME_get_text_by_NID(X509_get_subject_name(peer), NID_commonName, name, sizeof name);
                request.clientName = name;
                X509_free(peer);
            }
        }
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(request);
        }
        if (mute_)
            wire.gone(std::chrono::hours(1));
        else
            handler_(request, wire);
    }
}

} // namespace loadline::test
