/*
 * First step of every npm script. Written in old syntax, so that a Node that is too old still reads far enough to say so.
 * It installs what is missing, builds, and runs the step; when it ends, everything it started has ended.
 */
'use strict';

var fs = require('fs');
var path = require('path');

var OLDEST_NODE = 20;
var root = path.join(__dirname, '..');
var modules = path.join(root, 'node_modules');
var lockFile = path.join(root, 'package-lock.json');
var stampFile = path.join(modules, '.installed-for');

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  fail(
    'This project needs Node ' +
      OLDEST_NODE +
      ' or newer; this is Node ' +
      process.versions.node +
      '.\n' +
      'Install a newer one from https://nodejs.org and run the command again.'
  );
}

process.chdir(root);
var step = process.argv[2];
var rest = process.argv.slice(3);
var running = null;
var stopping = false;

/* A child has its own process group, so that its children can be stopped together with it. */
function run(file, args, done) {
  var spawn = require('child_process').spawn;
  var ownGroup = process.platform !== 'win32';
  running = spawn(file, args, { stdio: 'inherit', detached: ownGroup, shell: file === 'npm' && !ownGroup });
  running.on('error', function (error) {
    fail('Could not run ' + path.basename(file) + ': ' + error.message);
  });
  running.on('exit', function (code, signal) {
    running = null;
    if (stopping) process.exit(130);
    done(signal === null ? code : 1);
  });
}

function node(args, done) {
  run(process.execPath, args, done);
}

function signalGroup(signal) {
  if (running === null || running.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? running.pid : -running.pid, signal);
  } catch (_gone) {
    /* It ended by itself in the meantime. */
  }
}

['SIGINT', 'SIGTERM', 'SIGHUP'].forEach(function (signal) {
  process.on(signal, function () {
    if (running === null) return;
    if (stopping) signalGroup('SIGKILL');
    stopping = true;
    signalGroup(signal);
  });
});
process.on('exit', function () {
  signalGroup('SIGKILL');
});

/* Ctrl-C reaches everybody; a npm that is killed by itself takes only its shell along. Whoever then has a new parent ends. */
if (process.env.npm_lifecycle_event) {
  var parent = process.ppid;
  var orphaned = setInterval(function () {
    if (process.ppid === parent) return;
    clearInterval(orphaned);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  orphaned.unref();
}

function fail(message) {
  console.error('\n' + message + '\n');
  process.exit(1);
}

function orFail(message, next) {
  return function (code) {
    if (code !== 0) fail(message);
    next();
  };
}

function fingerprint() {
  return require('crypto').createHash('sha256').update(fs.readFileSync(lockFile)).digest('hex');
}

/* npm writes its own hidden lock file last; newer than ours, it says that an installation by hand is complete. */
function installedByHand() {
  var hidden = path.join(modules, '.package-lock.json');
  return fs.existsSync(hidden) && fs.statSync(hidden).mtimeMs >= fs.statSync(lockFile).mtimeMs;
}

function isInstalled() {
  if (!fs.existsSync(stampFile)) return installedByHand();
  return fs.readFileSync(stampFile, 'utf8') === fingerprint();
}

function install(next) {
  if (isInstalled()) {
    fs.writeFileSync(stampFile, fingerprint());
    next();
    return;
  }
  console.log('Installing what is missing (npm ci) …');
  var npm = process.env.npm_execpath;
  var installed = orFail('npm ci failed; its message is above. Is the package registry reachable?', function () {
    fs.writeFileSync(stampFile, fingerprint());
    next();
  });
  if (npm && /\.c?js$/.test(npm)) node([npm, 'ci'], installed);
  else run('npm', ['ci'], installed);
}

function build(next) {
  node(['.ci/build.mjs'], orFail('The build is broken; the first error is above. Nothing was started.', next));
}

function bin(name, file) {
  return path.join(modules, name, file);
}

function isAnswerWithoutEnv(argument) {
  return /^--(?:env|config|cwd|help|version)(?:=|$)/.test(argument) || argument === '-c';
}

var steps = {
  build: function () {},
  start: function () {
    /* In this very process: there is no child that could stay behind. */
    process.removeAllListeners('SIGINT');
    process.removeAllListeners('SIGTERM');
    process.removeAllListeners('SIGHUP');
    var main = path.join(root, 'dist', 'sandbox', 'start.js');
    process.argv = [process.argv[0], main].concat(rest);
    require(main);
  },
  test: function () {
    node([bin('jest', 'bin/jest.js')].concat(rest), process.exit);
  },
  check: function () {
    node(['.ci/check.mjs'].concat(rest), process.exit);
  },
  deploy: function () {
    if (!fs.existsSync('.env') && !rest.some(isAnswerWithoutEnv)) {
      fail('There is no .env. Copy .env.example to .env and fill it in; each line says where to find its value.');
    }
    node([bin('twilio-run', 'bin/twilio-run.js'), 'deploy'].concat(rest), process.exit);
  },
  tool: function () {
    node([path.join('dist', 'tools', String(rest[0]) + '.js')].concat(rest.slice(1)), process.exit);
  },
};

if (!Object.prototype.hasOwnProperty.call(steps, step)) {
  fail('Unknown step ' + step + '. There are: ' + Object.keys(steps).join(', ') + '.');
}

install(function () {
  build(steps[step]);
});
