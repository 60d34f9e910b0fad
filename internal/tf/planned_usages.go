package tf

import (
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// PlannedUsages is what the client grants of one walk of Terraform's are to have as organization_usage, by their ids.
// An organization that gets such a grant in the same walk goes by that rather than by what the tenant has. The zero
// value is an empty one; see [Shared].
type PlannedUsages struct{ ofGrants sync.Map }

// Plan says which organization_usage a grant is to have. A grant without an id, or with a usage that is not known yet,
// says nothing.
func (p *PlannedUsages) Plan(grantID, usage types.String) {
	if grantID.ValueString() != "" && !usage.IsUnknown() {
		p.ofGrants.Store(grantID.ValueString(), usage.ValueString())
	}
}

// Of returns which organization_usage a grant is to have, if that is known by then.
func (p *PlannedUsages) Of(grantID string) (usage string, isPlanned bool) {
	planned, isPlanned := p.ofGrants.Load(grantID)
	usage, _ = planned.(string)
	return usage, isPlanned
}
