package thirdpartyapplication

import (
	"fmt"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

func (r *Resource) protection() *application.Protection {
	return application.ProtectionOf(r.ProviderData)
}

// protected returns the application as deletion protection looks at it.
func (m *model) protected() application.Protected {
	return application.Protected{
		ClientID:    m.ClientID.ValueString(),
		Name:        m.Name.ValueString(),
		Title:       m.title(),
		IsProtected: m.DeletionProtection.ValueBool(),
	}
}

// unprotects reports whether a configuration takes protection away, and does not only say nothing of it.
func (m *model) unprotects() bool {
	return !m.DeletionProtection.IsNull() && !m.DeletionProtection.ValueBool()
}

// title names the application to people.
func (m *model) title() string { return fmt.Sprintf("%s (%s)", m.Name, m.ClientID.ValueString()) }
