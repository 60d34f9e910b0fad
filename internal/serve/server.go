package serve

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// framework is everything that the framework's server can do. Terraform tells by these methods what a provider offers,
// so none may be lost.
type framework interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

// server is the framework's server with lent contexts for the requests that Terraform makes for every resource, with
// lists for sets where states are compared, and without the work that it does for nothing.
type server struct {
	framework
	states states
}

// NewServer returns the server that Terraform talks to.
func NewServer(p provider.Provider) tfprotov6.ProviderServer { return newServer(frameworkServer(p)) }

func frameworkServer(p provider.Provider) framework {
	return providerserver.NewProtocol6(p)().(framework) //nolint:forcetypeassert // the compiler cannot know; a test does
}

func newServer(s framework) *server { return &server{s, statesOf(s)} }

// ValidateResourceConfig is the framework's.
func (s *server) ValidateResourceConfig(
	ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest,
) (*tfprotov6.ValidateResourceConfigResponse, error) {
	ctx, end := lend(ctx)
	defer end()
	return s.framework.ValidateResourceConfig(ctx, req)
}

// UpgradeResourceState hands a state that needs no upgrade back as it came. The framework takes each apart and puts it
// together again, in another encoding.
func (s *server) UpgradeResourceState(
	ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest,
) (*tfprotov6.UpgradeResourceStateResponse, error) {
	if s.states.areCurrent(req) {
		return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{JSON: req.RawState.JSON}}, nil
	}
	ctx, end := lend(ctx)
	defer end()
	return s.framework.UpgradeResourceState(ctx, req)
}

// UpgradeResourceIdentity is the framework's.
func (s *server) UpgradeResourceIdentity(
	ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest,
) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	ctx, end := lend(ctx)
	defer end()
	return s.framework.UpgradeResourceIdentity(ctx, req)
}

// ReadResource is the framework's. It compares states, and so do those below.
func (s *server) ReadResource(
	ctx context.Context,
	req *tfprotov6.ReadResourceRequest,
) (*tfprotov6.ReadResourceResponse, error) {
	ctx, end := lend(tf.WithListsForSets(ctx))
	defer end()
	return s.framework.ReadResource(ctx, req)
}

// PlanResourceChange is the framework's.
func (s *server) PlanResourceChange(
	ctx context.Context, req *tfprotov6.PlanResourceChangeRequest,
) (*tfprotov6.PlanResourceChangeResponse, error) {
	ctx, end := lend(tf.WithListsForSets(ctx))
	defer end()
	return s.framework.PlanResourceChange(ctx, req)
}

// ApplyResourceChange is the framework's.
func (s *server) ApplyResourceChange(
	ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest,
) (*tfprotov6.ApplyResourceChangeResponse, error) {
	ctx, end := lend(tf.WithListsForSets(ctx))
	defer end()
	return s.framework.ApplyResourceChange(ctx, req)
}

// ReadDataSource is the framework's.
func (s *server) ReadDataSource(
	ctx context.Context,
	req *tfprotov6.ReadDataSourceRequest,
) (*tfprotov6.ReadDataSourceResponse, error) {
	ctx, end := lend(tf.WithListsForSets(ctx))
	defer end()
	return s.framework.ReadDataSource(ctx, req)
}

// CallFunction is the framework's, which refuses an argument that is empty. OpenTofu (1.12) sends one for null. A
// validation may call a function for every element of a list.
func (s *server) CallFunction(
	ctx context.Context,
	req *tfprotov6.CallFunctionRequest,
) (*tfprotov6.CallFunctionResponse, error) {
	ctx, end := lend(ctx)
	defer end()
	for i, argument := range req.Arguments {
		if argument == nil || len(argument.MsgPack)+len(argument.JSON) == 0 {
			req.Arguments[i] = &tfprotov6.DynamicValue{MsgPack: null}
		}
	}
	return s.framework.CallFunction(ctx, req)
}

// null is a value of any type that is null, as MessagePack.
var null = []byte{0xc0}
