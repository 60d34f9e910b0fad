package thirdpartyapplication

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// PruneAction is auth0access_prune_applications.
type PruneAction struct{ tf.Action }

var _ action.ActionWithConfigure = (*PruneAction)(nil)

// NewPruneAction returns the action auth0access_prune_applications.
func NewPruneAction() action.Action {
	return &PruneAction{tf.NewAction("auth0access_prune_applications")}
}

// pruneLimit is how many applications are deleted at most if the configuration does not say.
const pruneLimit = 100

// Schema describes the action's arguments.
func (a *PruneAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"limit": schema.Int64Attribute{
			MarkdownDescription: "Maximum number of applications to delete, the oldest first. Default `100`.",
			Optional:            true,
			Validators:          []validator.Int64{int64validator.AtLeast(1)},
		},
		"dry_run": schema.BoolAttribute{
			MarkdownDescription: "`true` names the applications that would be deleted, and deletes none. Default `false`.",
			Optional:            true,
		},
	}
	maps.Copy(attributes, filterAttributes(
		func(description string, validators ...validator.String) schema.Attribute {
			return schema.StringAttribute{MarkdownDescription: description, Optional: true, Validators: validators}
		},
		func(description string) schema.Attribute {
			return schema.BoolAttribute{MarkdownDescription: description, Optional: true}
		},
		func(description string) schema.Attribute {
			return schema.SetAttribute{
				MarkdownDescription: description,
				CustomType:          tf.StringSets,
				Optional:            true,
				Validators:          []validator.Set{tf.NoNulls()},
			}
		},
	))
	// One that has registered just now has neither grants nor consents yet.
	if age, ok := attributes["older_than"].(schema.StringAttribute); ok {
		age.Optional, age.Required = false, true
		attributes["older_than"] = age
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Deletes third-party applications that registered themselves and that nobody uses. " +
			"Applications that an administrator made are never deleted.",
		Attributes: attributes,
	}
}

type pruning struct {
	filter
	Limit  types.Int64 `tfsdk:"limit"`
	DryRun types.Bool  `tfsdk:"dry_run"`
}

// Invoke deletes the applications, each of which is looked at once more right before. Whatever happens to one, the
// others are tried, unless all would end alike.
func (a *PruneAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config pruning
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	criteria, err := config.criteria(a.Client)
	if err != nil {
		resp.Diagnostics.AddError("Could not filter the applications", err.Error()+".")
		return
	}
	say := func(format string, args ...any) {
		message := auth0.Printable(fmt.Sprintf(format, args...))
		resp.SendProgress(action.InvokeProgressEvent{Message: message})
	}
	apps := a.choose(ctx, criteria, say, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	limit := int64(pruneLimit)
	if !config.Limit.IsNull() {
		limit = config.Limit.ValueInt64()
	}
	if left := int64(len(apps)) - limit; left > 0 {
		say("The limit is %d. For now stay of them, the newest: %d", limit, left)
		apps = apps[:limit]
	}
	if config.DryRun.ValueBool() {
		for _, app := range apps {
			say("Would delete %s", described(&app))
		}
		say("Nothing was deleted: this is a dry run")
		return
	}
	a.prune(ctx, criteria, apps, say, &resp.Diagnostics)
}

// choose lists the applications that are to go, the oldest first.
func (a *PruneAction) choose(
	ctx context.Context, criteria criteria, say func(string, ...any), diags *diag.Diagnostics,
) []auth0.Application {
	all, err := a.Client.ListThirdPartyApplications(ctx)
	if err != nil {
		tf.AddAPIError(diags, "Could not list the applications", err)
		return nil
	}
	var registered []auth0.Application
	for _, app := range all {
		if hasRegisteredItself(&app) {
			registered = append(registered, app)
		}
	}
	chosen, err := criteria.choose(ctx, registered)
	if err != nil {
		tf.AddAPIError(diags, "Could not filter the applications", err)
		return nil
	}
	say("Third-party applications: %d. Self-registered: %d. Matching the filters: %d",
		len(all), len(registered), len(chosen))
	return chosen
}

// hasRegisteredItself reports whether Auth0 says that the application registered itself.
func hasRegisteredItself(app *auth0.Application) bool {
	return app.IsThirdParty() && app.IsSetUpFromOutside() && app.RegisteredBy() == auth0.RegisteredByClient
}

// prune deletes the applications one by one, and reports what it could not delete.
func (a *PruneAction) prune(
	ctx context.Context, criteria criteria, apps []auth0.Application, say func(string, ...any), diags *diag.Diagnostics,
) {
	deleted := 0
	var failed []string
	for i, app := range apps {
		isDeleted, err := a.pruneOne(ctx, criteria, app.ClientID)
		switch {
		case err != nil:
			failed = append(failed, fmt.Sprintf("  %s: %v", described(&app), err))
			say("Could not delete %s", described(&app))
		case isDeleted:
			deleted++
			say("Deleted %s, %d of %d", described(&app), i+1, len(apps))
		default:
			say("Kept %s, which is gone already or matches no more", described(&app))
		}
		if endsAll(ctx, err) {
			if rest := len(apps) - i - 1; rest > 0 {
				failed = append(failed, fmt.Sprintf("  and %d that were not tried, because they would end alike", rest))
			}
			break
		}
	}
	say("Applications deleted: %d", deleted)
	if len(failed) == 0 {
		return
	}
	if len(failed) > maxCandidates {
		failed = append(failed[:maxCandidates], fmt.Sprintf("  and %d more", len(failed)-maxCandidates))
	}
	diags.AddError("Could not delete all applications",
		fmt.Sprintf("Applications deleted: %d. These could not be deleted:\n\n%s\n\nWhen the cause is removed, invoke the "+
			"action once more: it goes on with what is left.", deleted, strings.Join(failed, "\n")))
}

// pruneOne deletes an application if it still is what is to be deleted. Whether it is may have changed while others
// were deleted.
func (a *PruneAction) pruneOne(ctx context.Context, criteria criteria, clientID string) (isDeleted bool, err error) {
	app, err := a.Client.ReadApplication(ctx, clientID, auth0.Fresh)
	if auth0.IsNotFound(err) {
		return false, nil
	}
	if err != nil || !hasRegisteredItself(app) {
		return false, err
	}
	if passes, err := criteria.passes(ctx, app); err != nil || !passes {
		return false, err
	}
	return true, a.Client.DeleteApplication(ctx, clientID)
}

// endsAll reports whether what ended one deletion would end every other.
func endsAll(ctx context.Context, err error) bool {
	var common *auth0.CommonError
	return ctx.Err() != nil || errors.As(err, &common) || auth0.IsScope(err)
}

// described names an application for people. Its owner has chosen the name.
func described(app *auth0.Application) string {
	return fmt.Sprintf("%q (%s, made %s)", app.Name, app.ClientID, app.CreatedAt)
}
