"""Which provider of identities the settings name."""

from __future__ import annotations

from functools import lru_cache

from gateways.identity import IdentityGateway


@lru_cache(maxsize=4)
def oidc_gateway(issuer: str, client_id: str, client_secret: str, title: str) -> IdentityGateway:
    from gateways.oidc import OidcGateway  # the libraries take memory: only where a provider is set

    return OidcGateway(issuer, client_id, client_secret, title)


@lru_cache(maxsize=4)
def esia_gateway(base: str, issuer: str, client_id: str, signer: str) -> IdentityGateway:
    from gateways.esia import EsiaGateway, load_signer

    return EsiaGateway(base, issuer, client_id, load_signer(signer))
