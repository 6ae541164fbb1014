# SPDX-License-Identifier: Apache-2.0
# make install [PREFIX=DIR]: PREFIX is /usr/local for root and ~/.local for anybody else. Needs no Maven where the
# distribution is built already, so that root need not build: "make && sudo make install". Transports of others are put
# into PREFIX/lib/kata-agent-ctl/lib/ext, which both install and uninstall leave alone.
# make archive-with-jre: cli/target/kata-agent-ctl-VERSION-jre.tar.gz, which needs no Java: it has the modules it uses of the
# JDK at JAVA_HOME, or else of the one whose java is on the PATH, for machines like this one.

ifeq ($(shell id -u),0)
PREFIX ?= /usr/local
else
PREFIX ?= $(HOME)/.local
endif

version = $(shell sed -n 's:^ *<version>\(.*\)</version>.*:\1:p' pom.xml | head -n 1)
distribution = cli/target/kata-agent-ctl-$(version)
ifneq ($(words $(PREFIX)),1)
$(error PREFIX is '$(PREFIX)'; make cannot install to a folder with a blank in its name)
endif
override PREFIX := $(abspath $(PREFIX))
home = $(PREFIX)/lib/kata-agent-ctl
# The manual page and the completions of shells, beneath share.
pages = man/man1/kata-agent-ctl.1 bash-completion/completions/kata-agent-ctl zsh/site-functions/_kata-agent-ctl \
	fish/vendor_completions.d/kata-agent-ctl.fish

with_jre = $(distribution)-jre
# What jdeps finds, the peer of a socket (jdk.net), and the memory access of protobuf (jdk.unsupported).
modules = java.base,java.logging,java.management,jdk.net,jdk.unsupported
JAVA_HOME ?= $(patsubst %/bin/java,%,$(realpath $(shell command -v java)))

.PHONY: all build check install uninstall archive-with-jre

all: build

build:
	@./kata-agent-ctl --version

check:
	mvn -B verify

install: build
	rm -f '$(DESTDIR)$(home)'/lib/*.jar '$(DESTDIR)$(home)'/lib/grpc/* '$(DESTDIR)$(home)'/lib/native/*
	install -d '$(DESTDIR)$(home)/bin' '$(DESTDIR)$(home)/lib/ext' '$(DESTDIR)$(home)/lib/grpc' '$(DESTDIR)$(home)/lib/native' \
	    '$(DESTDIR)$(PREFIX)/bin'
	install -m 0644 $(distribution)/lib/*.jar '$(DESTDIR)$(home)/lib'
	install -m 0644 $(distribution)/lib/grpc/* '$(DESTDIR)$(home)/lib/grpc'
	install -m 0644 $(distribution)/lib/native/* '$(DESTDIR)$(home)/lib/native'
	install -m 0644 $(distribution)/LICENSE $(distribution)/THIRD-PARTY.txt $(distribution)/sbom.cdx.json '$(DESTDIR)$(home)'
	sed 's|^installed=$$|installed=$(home)|' $(distribution)/bin/kata-agent-ctl > '$(DESTDIR)$(home)/bin/kata-agent-ctl'
	chmod 0755 '$(DESTDIR)$(home)/bin/kata-agent-ctl'
	ln -sfn ../lib/kata-agent-ctl/bin/kata-agent-ctl '$(DESTDIR)$(PREFIX)/bin/kata-agent-ctl'
	for page in $(pages); do \
	    install -D -m 0644 $(distribution)/share/$$page '$(DESTDIR)$(PREFIX)/share'/$$page || exit 1; \
	done

archive-with-jre: build
	rm -rf $(with_jre)
	cp -R $(distribution) $(with_jre)
	rm -rf $(with_jre)/lib/ext
	# Two archives of the JDK's classes; the second is for machines of 128 GB or more, where pointers are not compressed.
	'$(JAVA_HOME)/bin/jlink' --add-modules $(modules) --strip-debug --no-header-files --no-man-pages \
	    --generate-cds-archive --output $(with_jre)/jre >/dev/null
	tar -C $(dir $(with_jre)) --owner=0 --group=0 -czf $(with_jre).tar.gz $(notdir $(with_jre))

uninstall:
	rm -f '$(DESTDIR)$(PREFIX)/bin/kata-agent-ctl' '$(DESTDIR)$(home)/bin/kata-agent-ctl' '$(DESTDIR)$(home)/LICENSE' \
	    '$(DESTDIR)$(home)/THIRD-PARTY.txt' '$(DESTDIR)$(home)/sbom.cdx.json'
	rm -f '$(DESTDIR)$(home)'/lib/*.jar '$(DESTDIR)$(home)'/lib/grpc/* '$(DESTDIR)$(home)'/lib/native/*
	for page in $(pages); do rm -f '$(DESTDIR)$(PREFIX)/share'/$$page; done
	for folder in bin lib/ext lib/grpc lib/native lib ''; do rmdir '$(DESTDIR)$(home)'/$$folder 2>/dev/null || true; done
	@[ ! -e '$(DESTDIR)$(home)/lib/ext' ] || echo 'left in place: $(DESTDIR)$(home)/lib/ext'
