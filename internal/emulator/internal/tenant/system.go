package tenant

// Paths of Auth0's own APIs below the tenant's domain.
const (
	ManagementPath     = "/api/v2/"
	MyAccountPath      = "/me/"
	mfaPath            = "/mfa/"
	MyOrganizationPath = "/my-org/"
)

var systemPaths = []string{ManagementPath, MyAccountPath, mfaPath, MyOrganizationPath}
