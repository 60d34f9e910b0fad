package serve

import (
	"context"
	"errors"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"weak"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
)

type baggageKey struct{}

// isKept makes one request and reports whether the server still holds what the request's context carried.
func isKept(t *testing.T, s tfprotov6.ProviderServer, request func(context.Context, tfprotov6.ProviderServer) error) bool {
	t.Helper()
	baggage := func() weak.Pointer[[1 << 16]byte] {
		load := new([1 << 16]byte)
		ctx, cancel := context.WithCancel(context.WithValue(t.Context(), baggageKey{}, load))
		defer cancel()
		if err := request(ctx, s); err != nil {
			t.Error(err)
		}
		return weak.Make(load)
	}()
	runtime.GC()
	kept := baggage.Value() != nil
	runtime.KeepAlive(s)
	return kept
}

func TestServerKeepsNothingOfARequest(t *testing.T) {
	t.Parallel()
	const name = "auth0access_third_party_application"
	for what, request := range map[string]func(context.Context, tfprotov6.ProviderServer) error{
		"validate": func(ctx context.Context, s tfprotov6.ProviderServer) error {
			_, err := s.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: name})
			return err
		},
		"upgrade state": func(ctx context.Context, s tfprotov6.ProviderServer) error {
			_, err := s.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{TypeName: name})
			return err
		},
		"upgrade identity": func(ctx context.Context, s tfprotov6.ProviderServer) error {
			_, err := s.UpgradeResourceIdentity(ctx, &tfprotov6.UpgradeResourceIdentityRequest{TypeName: name})
			return err
		},
		"read": func(ctx context.Context, s tfprotov6.ProviderServer) error {
			_, err := s.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: name})
			return err
		},
		"plan": func(ctx context.Context, s tfprotov6.ProviderServer) error {
			_, err := s.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{TypeName: "unknown"})
			return err
		},
		"function": func(ctx context.Context, s tfprotov6.ProviderServer) error {
			_, err := s.CallFunction(ctx, &tfprotov6.CallFunctionRequest{Name: "key_problem"})
			return err
		},
		"apply": func(ctx context.Context, s tfprotov6.ProviderServer) error {
			_, err := s.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{TypeName: "unknown"})
			return err
		},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			if isKept(t, newServer(frameworkServer(provider.New("test")())), request) {
				t.Error("what belonged to the request is kept")
			}
			if !isKept(t, providerserver.NewProtocol6(provider.New("test")())(), request) {
				t.Error("the framework keeps nothing any more; this package need not lend contexts")
			}
		})
	}
}

// OpenTofu leaves arguments that are null empty.
func TestEmptyArgumentIsNull(t *testing.T) {
	t.Parallel()
	s := newServer(frameworkServer(provider.New("test")()))
	for what, argument := range map[string]*tfprotov6.DynamicValue{"nothing": nil, "empty": {}} {
		resp, err := s.CallFunction(t.Context(), &tfprotov6.CallFunctionRequest{
			Name: "scopes_problem", Arguments: []*tfprotov6.DynamicValue{argument, argument},
		})
		if err != nil || resp.Error != nil {
			t.Fatalf("%s: %v, %v", what, err, resp.Error)
		}
		value, err := resp.Result.Unmarshal(tftypes.String)
		var problem string
		if err != nil || value.As(&problem) != nil || !strings.Contains(problem, "all_scopes") {
			t.Errorf("%s: the answer is %v (%v), want what two nulls lack", what, value, err)
		}
	}
}

func TestLentContextIsLikeTheRequests(t *testing.T) {
	t.Parallel()
	cause := errors.New("the user pressed Ctrl-C")
	parent, cancel := context.WithCancelCause(context.WithValue(t.Context(), baggageKey{}, "value"))
	ctx, end := lend(parent)
	child, stop := context.WithCancel(ctx)
	defer stop()
	if child.Value(baggageKey{}) != "value" || child.Err() != nil {
		t.Errorf("value %v, error %v", child.Value(baggageKey{}), child.Err())
	}
	cancel(cause)
	<-child.Done()
	if !errors.Is(context.Cause(child), cause) {
		t.Errorf("the cause is %v, want %v", context.Cause(child), cause)
	}
	end()
	<-ctx.Done()
	if ctx.Err() == nil || ctx.Value(baggageKey{}) != nil {
		t.Errorf("given back: error %v, value %v", ctx.Err(), ctx.Value(baggageKey{}))
	}
}

func TestQuieten(t *testing.T) {
	for name, test := range map[string]struct{ variable, want string }{
		"no log asked for":       {"", "off"},
		"a log asked for":        {"TF_LOG", ""},
		"Terraform's own log":    {"TF_LOG_CORE", ""},
		"the log of one library": {"TF_LOG_SDK_PROTO", ""},
	} {
		t.Run(name, func(t *testing.T) {
			for _, variable := range append([]string{"TF_LOG", "TF_LOG_CORE", "TF_LOG_PATH"}, logs...) {
				t.Setenv(variable, "") // restores the variable after the test
				if err := os.Unsetenv(variable); err != nil {
					t.Fatal(err)
				}
			}
			if test.variable != "" {
				t.Setenv(test.variable, "debug")
			}
			if err := Quieten(); err != nil {
				t.Fatal(err)
			}
			for _, variable := range logs {
				if variable == test.variable {
					continue
				}
				if got := os.Getenv(variable); got != test.want {
					t.Errorf("%s is %q, want %q", variable, got, test.want)
				}
			}
		})
	}
}

func TestSpendMemory(t *testing.T) {
	for name, test := range map[string]struct {
		variable  string
		wantGC    int
		wantLimit int64
	}{
		"by default":        {"", gcPercent, memoryLimit},
		"the user's GC":     {"GOGC", 100, memoryLimit},
		"the user's limits": {"GOMEMLIMIT", gcPercent, 1 << 40},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("GOGC", "")
			t.Setenv("GOMEMLIMIT", "")
			if test.variable != "" {
				t.Setenv(test.variable, "1")
			}
			gc, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(1<<40)
			spendMemory()
			if got := debug.SetGCPercent(gc); got != test.wantGC {
				t.Errorf("GC percent is %d, want %d", got, test.wantGC)
			}
			if got := debug.SetMemoryLimit(limit); got != test.wantLimit {
				t.Errorf("memory limit is %d, want %d", got, test.wantLimit)
			}
		})
	}
}
