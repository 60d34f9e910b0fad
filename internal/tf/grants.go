package tf

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// CheckNotSystemAPI refuses the argument audience if it names one of the APIs that Auth0 itself makes, for no
// third-party application can be given access to those. It waits while the audience is unknown.
func CheckNotSystemAPI(client *auth0.Client, audience types.String, diags *diag.Diagnostics) {
	name, ok := client.SystemAPI(audience.ValueString())
	if !ok {
		return
	}
	diags.AddAttributeError(path.Root("audience"), "System API cannot be granted",
		fmt.Sprintf("%s is Auth0's own %s. Auth0 refuses third-party applications access to it, by a grant as by default "+
			"permissions. Write the identifier of an API of your own; what third parties need of the %[2]s has to be offered "+
			"through such an API.",
			audience.ValueString(), name))
}

// ExistingRemedy says what to do if an object exists already that a resource was to make. Only what nobody declares may
// be imported: an object with two owners is changed back and forth.
func ExistingRemedy(typeName, id string) string {
	return "If another address of this or another configuration declares it, remove one of the two. If Terraform " +
		"replaces this resource with create_before_destroy, what exists is its own and unharmed: remove " +
		"create_before_destroy, or leave the resource as it is (a tainted one with terraform untaint). Otherwise add this " +
		"block with the resource's own name and apply again:\n\n" + ImportBlock(typeName, id)
}

// UnseenConflict explains a 409 that nothing in the tenant accounts for. absence says what is not there, as far as
// looking for it gave no error.
func UnseenConflict(conflict, lookup error, absence string) error {
	if lookup != nil {
		return fmt.Errorf("%w. What is in the way could not be looked up: %w", conflict, lookup)
	}
	return fmt.Errorf("%w. %s. If it was there until now, Auth0 may not have noticed yet: apply again in a minute",
		conflict, absence)
}

// ImportBlock returns the configuration that imports an existing object into a resource of the type; the resource's
// name is left to the reader.
func ImportBlock(typeName, id string) string {
	quoted := strings.NewReplacer("${", "$${", "%{", "%%{").Replace(strconv.Quote(id))
	return fmt.Sprintf("  import {\n    to = %s.NAME\n    id = %s\n  }", typeName, quoted)
}
