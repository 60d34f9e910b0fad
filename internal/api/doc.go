// Package api is the data source auth0access_api: the scopes and access policies of one API, as grants and default
// permissions need them. APIs themselves are made and changed by others. Behind it is GET /resource-servers/{id}, which
// takes an API's identifier as well as its id.
package api
