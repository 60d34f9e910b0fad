// Package connection is about the tenant's connections as third-party applications meet them.
//
// A third-party application can log users in only with a connection that is promoted to the domain level
// (is_domain_connection), and every third-party application of the tenant can use each of those. The resource
// auth0access_connection_domain_promotion owns that one switch and nothing else of the connection. Behind it are
// GET and PATCH /api/v2/connections/{id}.
//
// Surprising is what a PATCH does to members it does not mention: display_name is reset to the connection's name, and
// by the API's description realms are too, while everything else stays. So each write reads the connection first and
// sends back what would be lost (see [promotion]).
//
// The resource auth0access_connection_domain_promotions_exclusive is the complete set of connections that may be
// promoted. The API has no filter for those, so all connections are listed, without their options.
package connection
