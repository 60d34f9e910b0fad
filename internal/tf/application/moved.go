package application

import "github.com/auth0access/terraform-provider-auth0access/internal/auth0"

// Moved is the state of the official provider's resources of applications. What it holds has the names that it has in
// the API; some of its objects are lists of one. How the application authenticates is not in it.
type Moved struct {
	auth0.Application
	ID                  string                      `json:"id"`
	JWTConfiguration    []auth0.JWTConfiguration    `json:"jwt_configuration"`
	RefreshToken        []auth0.RefreshToken        `json:"refresh_token"`
	DefaultOrganization []auth0.DefaultOrganization `json:"default_organization"`
}

// Shown returns the application as the API would show it.
func (m *Moved) Shown() *auth0.Application {
	app := m.Application
	app.ClientID = m.ID
	if len(m.JWTConfiguration) > 0 {
		app.JWTConfiguration = &m.JWTConfiguration[0]
	}
	if len(m.RefreshToken) > 0 {
		app.RefreshToken = &m.RefreshToken[0]
	}
	if len(m.DefaultOrganization) > 0 && m.DefaultOrganization[0].OrganizationID != "" {
		app.DefaultOrganization = &m.DefaultOrganization[0]
	}
	return &app
}
