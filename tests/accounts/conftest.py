"""A tiny OpenID provider on the loopback, in a thread: enough to walk the whole way of single sign-on."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm


class Provider(ThreadingHTTPServer):
    """Knows one person; `claims` says who they are, `asked` what the portal sent."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims = {
            "sub": "person-1",
            "email": "jo.pemberton@example.org",
            "email_verified": True,
            "name": "Jo Pemberton",
        }
        self.asked = []

    def id_token(self):
        import time

        body = {
            "iss": self.issuer,
            "aud": "portal",
            "iat": int(time.time()),
            "exp": int(time.time()) + 300,
            **self.claims,
        }
        return jwt.encode(body, self.key, algorithm="RS256", headers={"kid": "1"})


class Answers(BaseHTTPRequestHandler):
    """The four addresses of a provider."""

    def log_message(self, *args):
        pass

    def send(self, found):
        body = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        issuer = self.server.issuer
        path = urlsplit(self.path).path
        if path == "/.well-known/openid-configuration":
            self.send(
                {
                    "issuer": issuer,
                    "authorization_endpoint": f"{issuer}/authorize",
                    "token_endpoint": f"{issuer}/token",
                    "userinfo_endpoint": f"{issuer}/userinfo",
                    "jwks_uri": f"{issuer}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        elif path == "/keys":
            key = json.loads(RSAAlgorithm.to_jwk(self.server.key.public_key()))
            self.send({"keys": [key | {"kid": "1", "use": "sig", "alg": "RS256"}]})
        elif path == "/userinfo":
            self.send(self.server.claims)
        else:
            self.send_error(404)

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.asked.append(parse_qs(self.rfile.read(length).decode()))
        self.send({"access_token": "opens-userinfo", "token_type": "Bearer", "id_token": self.server.id_token()})


@pytest.fixture
def provider(settings):
    """Running, and known to the portal as "Ashenshire Council"."""
    server = Provider()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "council",
                    "name": "Ashenshire Council",
                    "client_id": "portal",
                    "secret": "a secret",
                    "settings": {"server_url": server.issuer},
                }
            ],
        }
    }
    yield server
    server.shutdown()
    server.server_close()
