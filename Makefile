# The two commands of README.md: `make demo` and `make test`. Both set up what a fresh Debian machine with the Swift
# toolchain lacks. The longer forms are run by hand: `make soak`, `make soak-service`, `make outages`, `make schemathesis`, `make flips`, `make flips-archive`,
# `make flips-validation`, `make scenarios`, `make programs`, `make mutations`, `make explore`, `make removal`,
# `make bench`, `make fuzz`, `make agreement`.

SHELL := /bin/bash
SWIFT_FLAGS := --explicit-target-dependency-import-check error
PACKAGES := libsqlite3-dev libssl-dev libarchive-dev pkg-config openssl curl unzip zip python3 strace softhsm2
# What only tests need: a browser for the report, and peers that read what we write.
TEST_PACKAGES := chromium fonts-dejavu-core poppler-utils python3-venv python3-jsonschema
PYHANKO := build/pyhanko/bin/python
# Tests that wait for connections run by themselves and one by one: all begun at once, and beside two thousand that compute, they would
# wait for minutes, and hold more files open than a machine may permit.
SERVICE_TESTS := ^(ArchiveService|ArchiveDuties|ArchiveBackup|ServiceAccess|RemoteClient)Tests
PRODUCTS := docket docket-verify docket-scenario docketd docket-remote

# Installs those of $(1) that are missing, so that a second run needs no network and no root.
define install
missing=$$(for p in $(1); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  echo "installing" $$missing; \
	  run=; [ "$$(id -u)" = 0 ] || run=sudo; \
	  $$run apt-get update -qq && $$run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi
endef

.PHONY: demo story test deb deb-test schemathesis soak-service outages bench-service setup peers build lint format evidence scenarios programs mutations explore removal soak flips flips-archive flips-validation bench bench-long agreement clean fuzz fuzz-short

demo: build ## file a claim in a real matter, audit, bundle, verify, read the findings
	@Evidence/demo

story: build ## a dispute through the service: two parties, an arbiter, an auditor's night; about three minutes
	@Evidence/story

test: setup peers ## build everything and run every test
	swift build --build-tests $(SWIFT_FLAGS)
	swift test --skip-build --disable-xctest --no-parallel --filter '$(SERVICE_TESTS)'
	swift test --skip-build --disable-xctest --skip '$(SERVICE_TESTS)'

build: setup
	@for product in $(PRODUCTS); do swift build $(SWIFT_FLAGS) --product $$product || exit 1; done

setup:
	@command -v swift >/dev/null || { echo "docket: error: no swift on the PATH; see swift.org/install" >&2; exit 1; }
	@$(call install,$(PACKAGES))

# pyHanko is not in Debian; it gets a place of its own.
peers: setup
	@$(call install,$(TEST_PACKAGES))
	@[ -x $(PYHANKO) ] || { python3 -m venv build/pyhanko && build/pyhanko/bin/pip install -q pyhanko==0.38.0; }

# The whole fault suite, docs/faults.md: kills, failures and power losses at each call that changes a file, with a table for each.
# About ten minutes; with DOCKET_SOAK=all everything, in an hour or two. DOCKET_FAULT_SEED=N tries other disks; DOCKET_FAULT_ONLY='NAME' the one that a failure names.
soak: setup
	swift build --build-tests $(SWIFT_FLAGS)
	DOCKET_SOAK=$${DOCKET_SOAK:-1} DOCKET_KILLS=100 swift test --skip-build --disable-xctest --filter 'FaultTests|KillingDocketFile'

# The service killed under load fifty times: every acknowledged filing is there, none twice, the audit clean. About ten minutes.
soak-service: build
	swift build $(SWIFT_FLAGS) --product docket-load
	python3 Tests/Tools/service_soak.py .build/debug --kills $${KILLS:-50}

# The service on a full disk, without and with a lying authority and witness, with its clock set back: half a minute.
outages: build
	@command -v cc >/dev/null || { $(call install,gcc libc6-dev); }
	python3 -B Tests/Tools/service_outages.py .build/debug

# schemathesis (PyPI) against the service and its OpenAPI document: EXAMPLES requests for each operation.
schemathesis: build
	Tests/Tools/schemathesis.sh $${EXAMPLES:-100}

# The service under load beside the embedded store, release builds: docs/performance.md.
bench-service: setup
	Benchmarks/service

deb: setup ## build/docket_VERSION_ARCH.deb: a release build with Swift's libraries inside
	@$(call install,dpkg-dev binutils)
	Packaging/deb/build

deb-test: build ## the package of debug programs, installed in a root of its own
	@$(call install,dpkg-dev binutils systemd)
	Packaging/deb/build --from .build/debug
	Tests/Tools/deb.sh "$$(ls -t build/docket_*.deb | head -n 1)"

lint:
	swift format lint --strict --recursive --parallel Sources Tests Package.swift

format:
	swift format --in-place --recursive --parallel Sources Tests Package.swift

# Builds the sample archive anew. Only after a change of the agreement or of a format: every digest in it changes.
evidence: build
	Evidence/rebuild

# Every claim of every scenario and mutant, expected and found: docs/scenarios.md.
scenarios: setup
	@mkdir -p build
	Evidence/table

# 100 000 random agreements judged by two evaluators, in a release build; DOCKET_SEED=N begins with another one.
programs: setup
	swift build -c release --build-tests $(SWIFT_FLAGS) --scratch-path .build-flips -Xswiftc -enable-testing
	DOCKET_PROGRAMS=$${DOCKET_PROGRAMS:-100000} swift test -c release --skip-build --disable-xctest --scratch-path .build-flips \
	  -Xswiftc -enable-testing --filter 'two evaluators|every set settles|every step stands|say the same'

# A million random changes of sound bundles, as deep as sealed anew: none is accepted wrongly. DOCKET_SEED=N begins elsewhere.
mutations: setup
	swift build -c release --build-tests $(SWIFT_FLAGS) --scratch-path .build-flips -Xswiftc -enable-testing
	DOCKET_MUTATIONS=$${DOCKET_MUTATIONS:-1000000} swift test -c release --skip-build --disable-xctest --scratch-path .build-flips \
	  -Xswiftc -enable-testing --filter 'no change is accepted'

# Every state that exchanges can reach, docs/exchange-model.md: two deals at once, both roles, every filing; in a release build.
explore: setup
	swift build -c release --build-tests $(SWIFT_FLAGS) --scratch-path .build-flips -Xswiftc -enable-testing
	DOCKET_EXPLORE=1 swift test -c release --skip-build --disable-xctest --scratch-path .build-flips -Xswiftc -enable-testing --filter explored

# Each exhibit of each scenario and mutant taken away in turn: nothing becomes proven but by a burden. Eight minutes.
removal: setup
	swift build --build-tests $(SWIFT_FLAGS)
	DOCKET_REMOVAL=1 swift test --skip-build --disable-xctest --filter Removal

# Each byte of a whole bundle flipped in turn, in a release build: takes about an hour.
flips: setup
	swift build -c release --build-tests $(SWIFT_FLAGS) --scratch-path .build-flips -Xswiftc -enable-testing
	DOCKET_FLIPS=all swift test -c release --skip-build --disable-xctest --scratch-path .build-flips \
	  -Xswiftc -enable-testing --filter FlippedBytes

# Each byte of a small archive's files flipped in turn, in a release build: the audit finds it, or the file's structure says why not.
flips-archive: setup
	swift build -c release --build-tests $(SWIFT_FLAGS) --scratch-path .build-flips -Xswiftc -enable-testing
	DOCKET_FLIPS=all swift test -c release --skip-build --disable-xctest --scratch-path .build-flips \
	  -Xswiftc -enable-testing --filter FlippedBytesOfAnArchive

# Each byte of 210 valid signatures and time-stamps changed in turn: none passes, and each fails for its own reason. Ten minutes.
flips-validation: setup
	swift build --build-tests $(SWIFT_FLAGS)
	DOCKET_ALL_BYTES=1 swift test --skip-build --disable-xctest --filter 'Two hundred|Changed files'

# The store beside yardsticks in C, then the main job in processes: Benchmarks/README.md.
bench: setup
	Benchmarks/run
	Benchmarks/jobs

# The same with 10,000,000 entries and a file of 4 GiB: about an hour, 25 GB of disk.
bench-long: setup
	Benchmarks/run --long

# Bytes that nobody meant: in CI three seconds for each parser of the log and twenty for each reader of evidence, two at a time; by
# hand three minutes each, or FUZZ_SECONDS.
fuzz-short: setup
	Fuzz/run log 3
	Fuzz/run evidence 20

fuzz: setup
	Fuzz/run log $${FUZZ_SECONDS:-180}
	Fuzz/run evidence $${FUZZ_SECONDS:-180}

# Docket, pyHanko (from PyPI) and openssl on the same public files: docs/validation-agreement.md.
agreement: build peers
	$(PYHANKO) Tests/Tools/agreement.py .build/debug/docket ../shared/vectors

clean:
	rm -rf .build build
