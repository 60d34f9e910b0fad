package ratelimitpolicy

import (
	"context"
	"fmt"
	"iter"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

var _ list.ListResourceWithConfigure = (*Resource)(nil)

// NewListResource returns the list resource auth0access_rate_limit_policy.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the filters.
func (r *Resource) ListResourceConfigSchema(
	_ context.Context,
	_ list.ListResourceSchemaRequest,
	resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the rate limit policies of the tenant, except those of single first-party applications.",
		Attributes: map[string]schema.Attribute{
			"action": schema.StringAttribute{
				MarkdownDescription: "Only policies with this action: `allow`, `log`, `block` or `redirect`.",
				Optional:            true,
				Validators: []validator.String{stringvalidator.OneOf(
					auth0.RateLimitAllow, auth0.RateLimitLog, auth0.RateLimitBlock, auth0.RateLimitRedirect,
				)},
			},
		},
	}
}

type filter struct {
	Action types.String `tfsdk:"action"`
}

// List lists the policies.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	tf.StreamList(ctx, req, stream, "Could not list the rate limit policies", func(f filter) iter.Seq2[tf.Found, error] {
		isThirdParty := r.thirdParties(ctx)
		return tf.Select(r.Client.EachRateLimitPolicy(ctx), func(policy *auth0.RateLimitPolicy) (*tf.Found, error) {
			state := modelOf(policy)
			if !isSelector(policy.ConsumerSelector) || !tf.Admits(f.Action, state.Action) {
				return nil, nil
			}
			if id := state.ClientID.ValueString(); id != "" && !auth0.IsStrictClientID(id) {
				if isListed, err := isThirdParty(id); err != nil || !isListed {
					return nil, err
				}
			}
			return &tf.Found{DisplayName: displayName(policy), Resource: state}, nil
		})
	})
}

// thirdParties returns what tells whether there is a third-party application with a client id. The first one that is
// asked for makes a listing.
func (r *Resource) thirdParties(ctx context.Context) func(id string) (bool, error) {
	list := sync.OnceValues(func() (map[string]bool, error) {
		applications, err := r.Client.ListThirdPartyApplications(ctx)
		ids := make(map[string]bool, len(applications))
		for _, application := range applications {
			ids[application.ClientID] = true
		}
		return ids, err
	})
	return func(id string) (bool, error) {
		ids, err := list()
		return ids[id], err
	}
}

func displayName(policy *auth0.RateLimitPolicy) string {
	what := policy.Configuration.Action
	if limit := policy.Configuration.Limit; limit != nil {
		what = fmt.Sprintf("%s beyond %d a second", what, *limit)
	}
	return fmt.Sprintf("%s (%s)", policy.ConsumerSelector, what)
}
