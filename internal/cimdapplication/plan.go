package cimdapplication

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// ValidateConfig refuses what Auth0 would, as far as the configuration alone tells.
func (r *Resource) ValidateConfig(
	ctx context.Context,
	req resource.ValidateConfigRequest,
	resp *resource.ValidateConfigResponse,
) {
	var config model
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	checkURL(config.MetadataURL, &resp.Diagnostics)
	checkHosts(&config, &resp.Diagnostics)
	checkTokens(&config, &resp.Diagnostics)
	checkOrigins(&config, &resp.Diagnostics)
}

func checkTokens(m *model, diags *diag.Diagnostics) {
	jwt := application.MembersOf[application.JWTConfiguration](m.JWTConfiguration, diags)
	checkAlg(jwt.Alg.ValueString(), diags)
	application.Report(m.RefreshTokenSettings(diags).Problems(true), diags)
}

func checkOrigins(m *model, diags *diag.Diagnostics) {
	application.Report(
		application.OriginProblems(tf.Strings(m.AllowedOrigins), tf.Strings(m.WebOrigins), true), diags,
	)
}

// ModifyPlan plans what a registration would bring, and holds it to what the configuration accepts. A replacement is
// planned once more as a creation.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var config, plan, state *model
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Declarations.Plan(ctx, state.declared(), plan.declared(), req, resp)
	if resp.Diagnostics.HasError() {
		return
	}
	if state != nil {
		r.protection().Planned(ctx, req.Private, resp.Private, state.protected(), &resp.Diagnostics)
	}
	switch {
	case plan == nil:
		r.protection().CheckDestruction(ctx, req.Private, state.protected(), &resp.Diagnostics)
		return
	case state != nil && !plan.MetadataURL.Equal(state.MetadataURL):
		application.CheckDestroyable(state.protected(), &resp.Diagnostics)
		warnReplacement(plan, state, &resp.Diagnostics)
		return
	}
	plan.protected().DeclareMember(r.Declarations, &resp.Diagnostics)
	proposed := *plan
	if state == nil {
		r.planNew(ctx, config, plan, req, resp)
	} else {
		r.planPresent(ctx, config, plan, state, req, &resp.Diagnostics)
		plan.KeepUnchanged(&config.Arguments, &state.Arguments)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	checkHosts(plan, &resp.Diagnostics)
	checkTokens(config, &resp.Diagnostics)
	checkOrigins(config, &resp.Diagnostics)
	r.checkTrusted(plan, &resp.Diagnostics)
	plan.SettleLifetimes(&config.Arguments, &resp.Diagnostics)
	plan.followDocument(config, state)
	if !reflect.DeepEqual(&proposed, plan) {
		resp.Diagnostics.Append(tf.Set(ctx, &resp.Plan, plan)...)
	}
}

// planNew plans an application that is not there yet.
func (r *Resource) planNew(
	ctx context.Context, config, plan *model, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	diags := &resp.Diagnostics
	checkURL(plan.MetadataURL, diags)
	r.protection().CheckReplacement(ctx, req.Private, plan.MetadataURL.ValueString(), diags)
	plan.Document = unknownDocument()
	if diags.HasError() || plan.MetadataURL.IsUnknown() || !r.Client.IsAvailable() || !plan.CheckDocument.ValueBool() {
		return
	}
	offered := offerIn(ctx, req.Private)
	if offered == nil || offered.URL != plan.MetadataURL.ValueString() {
		var err error
		if offered, err = r.preview(ctx, plan.MetadataURL.ValueString()); err != nil {
			tf.AddAPIError(diags, couldNotPreview, err)
			return
		}
	}
	if checkUsable(plan, offered, diags); diags.HasError() {
		return
	}
	if offered.ClientID != "" && !r.protection().IsPresent(offered.ClientID) {
		addRegistered(plan, offered.ClientID, diags)
		return
	}
	warnOf(plan, offered, diags)
	checkAccepted(config, nil, nil, offered.Document, diags)
	plan.Document = offered.Document.object()
	encoded, _ := json.Marshal(offered) //nolint:errchkjson // texts have JSON
	diags.Append(resp.Private.SetKey(ctx, offerKey, encoded)...)
}

// planPresent plans an application that is there, with what the last refresh says of its document.
func (r *Resource) planPresent(
	ctx context.Context, config, plan, state *model, req resource.ModifyPlanRequest, diags *diag.Diagnostics,
) {
	current := documentIn(state.Document)
	plan.Document = state.Document
	var offered *offer
	if plan.CheckDocument.ValueBool() {
		offered = offerIn(ctx, req.Private)
	}
	isWanted := !plan.Pin.IsNull() && !plan.Pin.IsUnknown() && plan.Pin.ValueString() != current.pin()
	isNews := plan.CheckDocument.ValueBool() && !state.CheckDocument.ValueBool() // the refresh has not asked
	if offered == nil && (isWanted || isNews) && r.Client.IsAvailable() {
		var err error
		if offered, err = r.preview(ctx, plan.MetadataURL.ValueString()); err != nil {
			tf.AddAPIError(diags, couldNotPreview, err)
			return
		}
	}
	switch {
	case offered == nil:
	case offered.Failure == "" && len(offered.Violations) == 0:
		if !offered.Document.isSame(current) {
			warnOf(plan, offered, diags)
			plan.Document = offered.Document.object()
		}
	case isWanted:
		checkUsable(plan, offered, diags)
		return
	default:
		warnUnusable(plan, offered, diags)
	}
	checkAccepted(config, acceptedOr(ctx, req.Private, state), current, documentIn(plan.Document), diags)
}

// followDocument plans the arguments that the configuration leaves out as the document has them. What it does not say
// stays as it is.
func (m *model) followDocument(config, state *model) {
	said, isKnown := documentIn(m.Document), !m.Document.IsUnknown()
	if !isKnown || said == nil {
		said = &document{}
	}
	m.AppType = followed(config.AppType, m.AppType, types.StringValue(said.AppType), said.AppType != "")
	m.Description = followed(
		config.Description, m.Description, types.StringValue(said.Description), said.Description != "",
	)
	m.GrantTypes = followed(config.GrantTypes, m.GrantTypes, tf.StringSet(said.GrantTypes), len(said.GrantTypes) > 0)
	if state == nil || !isKnown {
		return
	}
	m.AppType = application.Known(m.AppType, state.AppType)
	m.Description = application.Known(m.Description, state.Description)
	m.GrantTypes = application.Known(m.GrantTypes, state.GrantTypes)
}

func followed[V attr.Value](configured, planned, said V, isSaid bool) V {
	if configured.IsNull() && isSaid {
		return said
	}
	return planned
}

// checkTrusted tells the application's redirect protection which callbacks are planned, and refuses those that it does
// not trust.
func (r *Resource) checkTrusted(plan *model, diags *diag.Diagnostics) {
	planned := documentIn(plan.Document)
	if plan.ClientID.IsUnknown() || planned == nil {
		return
	}
	if untrusted := r.Callbacks.Plan(plan.ClientID.ValueString(), planned.Callbacks); len(untrusted) > 0 {
		diags.AddAttributeError(path.Root("metadata_url"), "Callback host is not trusted",
			fmt.Sprintf("Redirect protection of %s is off, and Auth0 would redirect failed logins to these callbacks of its "+
				"document, whose hosts are not in the trusted_callback_hosts of its auth0access_redirect_protection: %s. Add "+
				"their hosts to the set, or set enabled = true.",
				plan.title(), auth0.Printable(strings.Join(untrusted, ", "))))
	}
}

func warnReplacement(plan, state *model, diags *diag.Diagnostics) {
	diags.AddAttributeWarning(path.Root("metadata_url"), "New URL means a new application",
		fmt.Sprintf("The URL of its document identifies an application, so %s is deleted, with its client grants, refresh "+
			"tokens and user consents, and another one is registered from %s. To keep the application, leave metadata_url = %s.",
			state.title(), auth0.Printable(plan.MetadataURL.String()), state.MetadataURL))
}
