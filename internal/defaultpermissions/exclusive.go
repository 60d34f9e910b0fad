package defaultpermissions

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/exclusive"
)

// NewExclusiveResource returns the resource auth0access_default_permissions_exclusive.
func NewExclusiveResource() resource.Resource { return exclusive.New(exclusivePermissions) }

// NewExclusiveListResource returns the list resource auth0access_default_permissions_exclusive.
func NewExclusiveListResource() list.ListResource { return exclusive.NewList(exclusivePermissions) }

var exclusivePermissions = exclusive.Kind[found]{
	Type: "auth0access_default_permissions_exclusive",
	Description: "Holds the complete set of APIs of the tenant that may have default permissions for third-party " +
		"applications. Default permissions of any other API show in the plan, and apply deletes them. Nothing is granted " +
		"by this resource, and destroying it deletes nothing.",
	Argument: "audiences",
	Arguments: map[string]schema.Attribute{
		"audiences": schema.SetAttribute{
			MarkdownDescription: "Identifiers of the APIs that may have default permissions, each of 1 to 600 characters. " +
				"Listed APIs need not have any. An empty set allows none.",
			Required:   true,
			CustomType: tf.StringSets,
			Validators: []validator.Set{tf.NoNulls(), setvalidator.ValueStringsAre(stringvalidator.LengthBetween(1, 600))},
		},
	},
	Undeclared: schema.SetNestedAttribute{
		MarkdownDescription: "Default permissions of APIs that are not in `audiences`. Every plan empties this set, and " +
			"its apply deletes them.",
		Computed: true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"id":           schema.StringAttribute{MarkdownDescription: "Id of the client grant that holds it.", Computed: true},
			"audience":     schema.StringAttribute{MarkdownDescription: "Identifier of the API.", Computed: true},
			"subject_type": schema.StringAttribute{MarkdownDescription: "`user` or `client` access.", Computed: true},
		}},
	},
	Words: exclusive.Words{Objects: "default permissions", Remove: "delete", Removed: "deleted", Make: "make"},
	Summaries: exclusive.Summaries{
		WillRemove:     "Undeclared default permissions will be deleted",
		LeftOut:        "Declared APIs are left out",
		MemberLeftOut:  "API is left out of exclusive set",
		CouldNotList:   "Could not list the default permissions",
		CouldNotRemove: "Could not delete undeclared default permissions",
	},
	Declared: foundIn,
	Element:  func(f found) attr.Value { return f.Audience },
	List:     listDefaults,
	Remove:   removeDefaults,
	ListName: "Default permissions",
	ListDescription: "Lists the tenant's one complete set of APIs with default permissions, even if it is empty. It " +
		"takes no arguments.",
}

// found is one half of an API's default permissions that is there. Of an API that is only declared, nobody has looked
// what there is: it has neither subject type nor id and stands for both halves.
type found struct {
	FoundID     types.String `tfsdk:"id"`
	Audience    types.String `tfsdk:"audience"`
	SubjectType types.String `tfsdk:"subject_type"`
}

// Key is the API.
func (f found) Key() string { return f.Audience.ValueString() }

// ID is that of the client grant behind it.
func (f found) ID() string { return f.FoundID.ValueString() }

func (f found) String() string {
	if f.ID() == "" {
		return f.Key()
	}
	return fmt.Sprintf("%s (%s), %s", f.Key(), f.SubjectType.ValueString(), f.ID())
}

func foundIn(element attr.Value) (f found, isKnown bool) {
	audience, ok := element.(types.String)
	return found{Audience: audience}, ok && !audience.IsUnknown()
}

// matches reports whether the grant is what was found.
func (f found) matches(grant auth0.ClientGrant) bool {
	return f.Key() == grant.Audience &&
		(f.ID() == "" || f.ID() == grant.ID && f.SubjectType.ValueString() == grant.SubjectType)
}

// isDefault reports whether the grant is a default permission, and not one that Auth0 made and nobody can delete.
func isDefault(grant auth0.ClientGrant) bool {
	return grant.DefaultFor == auth0.DefaultForThirdPartyClients && !grant.IsSystem
}

func listDefaults(
	ctx context.Context, client *auth0.Client, _ exclusive.Set, _ func(string) bool, _ auth0.Freshness,
) ([]found, error) {
	grants, err := client.ListClientGrants(ctx, auth0.ClientGrantFilter{DefaultFor: auth0.DefaultForThirdPartyClients})
	return defaultsIn(grants), err
}

func defaultsIn(grants []auth0.ClientGrant) []found {
	var all []found
	for _, grant := range grants {
		if isDefault(grant) {
			all = append(
				all,
				found{types.StringValue(grant.ID), types.StringValue(grant.Audience), tf.StringOrNull(grant.SubjectType)},
			)
		}
	}
	return all
}

// removeDefaults deletes what still is as it was seen. What somebody deleted and made anew meanwhile is another thing.
func removeDefaults(ctx context.Context, client *auth0.Client, _ exclusive.Set, seen found) error {
	grants, err := client.ListClientGrants(ctx, auth0.ClientGrantFilter{
		DefaultFor: auth0.DefaultForThirdPartyClients, Audience: seen.Key(),
	})
	if err != nil {
		return err
	}
	for _, now := range grants {
		if !isDefault(now) || !seen.matches(now) {
			continue
		}
		if err := client.DeleteClientGrant(ctx, now.ID); err != nil {
			return err
		}
	}
	return nil
}

// declareMember refuses default permissions of an API that an exclusive resource of the configuration leaves out.
func declareMember(audience types.String, declarations *tf.Declarations, diags *diag.Diagnostics) {
	if !audience.IsUnknown() {
		exclusivePermissions.DeclareMember(declarations, types.StringNull(), found{Audience: audience}, "audience", diags)
	}
}
